import { formatShape } from '@fast-lncc/core';
import type { ResolvedTraining } from './resolve-training.ts';

/**
 * What makes a training the one it is, as text by name: network, size, loss, optimizer. Engine, algorithm and
 * differentiation are left out, because a training may go on on another.
 */
export type TrainerSettings = Readonly<Record<string, string>>;

/** Keys of a resolved definition that follow from the size. */
const sizes = ['shape', 'batch', 'channels', 'spatial', 'mapShape'];

export function describeSettings(training: Omit<ResolvedTraining, 'parameters'>): TrainerSettings {
  const { network, size, layout, optimizer, smoothnessWeight, resolved } = training;
  const { window, ...definition } = resolved;
  const dropPath = training.dropPathScales ? `drawn with seed ${training.seed}` : 'none';
  const loss = { ...definition, window: { factors: window.factors.map((factor) => [...factor]), total: window.total } };
  return {
    network: network.name,
    size: formatShape(size),
    parameters: String(layout.length),
    optimizer: optimizer.name,
    firstDecay: String(optimizer.firstDecay),
    secondDecay: String(optimizer.secondDecay),
    epsilon: String(optimizer.epsilon),
    smoothnessWeight: String(smoothnessWeight),
    ...(network.dropPathRates && { dropPath }),
    ...Object.fromEntries(
      Object.entries(loss)
        .filter(([key]) => !sizes.includes(key))
        .map(([key, value]) => [`loss.${key}`, describe(value)]),
    ),
  };
}

/** JSON, with the infinite numbers that it lacks. */
const describe = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : JSON.stringify(value, (_, part) => (typeof part === 'number' && !Number.isFinite(part) ? String(part) : part));
