import { presets, sizeOf } from '@fast-lncc/core';
import { initialWeights, vm1 } from '@fast-lncc/networks';
import { flatten, momentNames, resolveOptimizer, stepFactors } from '@fast-lncc/networks/training';
import { algorithms, type LnccModelOptions, lnccModel } from '../../src/index.ts';
import { buildTrainingModel, exportModel } from '../../src/training/index.ts';
import { planLayout } from '../../src/training/training-models.ts';
import { everyNetwork, movingWeights } from '../exported-networks.ts';

/** A model with values for its inputs. */
export interface ModelCase {
  /** Fit for a file name, and unique. */
  readonly name: string;
  readonly model: Uint8Array;
  readonly inputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>;
}

/** Waves of another phase per name, between 0 and 1. */
function wave(shape: readonly number[], phase: number) {
  const data = Float32Array.from(
    { length: sizeOf(shape) },
    (_, index) => 0.5 + 0.4 * Math.sin(index * 0.37 + phase) + 0.1 * Math.sin(index * 2.9 * (1 + phase)),
  );
  return { shape, data };
}

/** Zeros in every fifth voxel, else multiples of a quarter. */
const weights = (shape: readonly number[]) => ({
  shape,
  data: Float32Array.from({ length: sizeOf(shape) }, (_, index) => (index % 5) / 4),
});

const volume = [1, 1, 9, 8, 7];
const several = [2, 3, 10, 11];

/** What each algorithm is asked for: every input and output, masks of both kinds, 1 to 3 axes. */
const variants = {
  loss: { shape: volume },
  moving: { shape: volume, gradients: 'moving' },
  fixed: { shape: volume, gradients: 'fixed' },
  both: { shape: volume, gradients: 'both' },
  upstream: { shape: volume, gradients: 'both', upstream: true },
  'weighted-mask': { shape: volume, gradients: 'both', mask: true, upstream: true },
  'moment-mask': { shape: volume, gradients: 'both', border: 'count', mask: { moments: true } },
  'dropped-windows': { shape: volume, gradients: 'both', mask: { score: 'dropWindows' } },
  map: { shape: several, gradients: 'both', reduction: 'none', mask: true, upstream: true },
  'map-beside-loss': { shape: several, gradients: 'moving', map: true },
  together: { shape: several, gradients: 'both', channels: 'together', center: 'none' },
  line: { shape: [2, 1, 30], gradients: 'both', border: 'valid' },
  automatic: { shape: volume, gradients: 'both', differentiation: 'automatic', ...presets.fastlncc },
} as const satisfies Readonly<Record<string, LnccModelOptions>>;

/** The files of `lnccModel`: every variant under every algorithm. */
export const lossCases = (): readonly ModelCase[] =>
  algorithms.flatMap((algorithm) =>
    Object.entries(variants).map(([variant, options]: [string, LnccModelOptions]) => {
      const { shape, upstream, mask, reduction, channels } = options;
      const mapShape = channels === 'together' ? [shape[0] ?? 1, 1, ...shape.slice(2)] : shape;
      return {
        name: `${algorithm}-${variant}`,
        model: lnccModel({ ...options, window: 5, algorithm }),
        inputs: {
          moving: wave(shape, 0.3),
          fixed: wave(shape, 1.1),
          ...(mask ? { mask: weights(shape) } : {}),
          ...(upstream ? { upstream: wave(reduction === 'none' ? mapShape : [], 2.3) } : {}),
        },
      };
    }),
  );

/** The three graphs of a trainer; the step is the second one, so that no moment is 0. */
export function trainingCases(): readonly ModelCase[] {
  const optimizer = resolveOptimizer({ name: 'amsgrad' });
  const size = [16, 16, 16];
  const plan = {
    network: vm1,
    size,
    definition: presets.fastlncc,
    execution: { algorithm: 'separable' },
    smoothnessWeight: 1,
    optimizer,
  } as const;
  const layout = planLayout(plan);
  const shape = [1, 1, ...size];
  const flat = (data: Float32Array) => ({ shape: [layout.length], data });
  const images = {
    moving: wave(shape, 0.3),
    fixed: wave(shape, 1.1),
    parameters: flat(flatten(layout, initialWeights(vm1, size, 1))),
  };
  const { stepSize, rootFactor } = stepFactors(optimizer, 2, optimizer.learningRate);
  const state = {
    ...Object.fromEntries(
      momentNames(optimizer).map((name) => [name, flat(new Float32Array(layout.length).fill(0.01))]),
    ),
    stepSize: { shape: [], data: Float32Array.of(stepSize) },
    rootFactor: { shape: [], data: Float32Array.of(rootFactor) },
  };
  return (['evaluate', 'gradients', 'step'] as const).map((model) => ({
    name: `training-${model}`,
    model: buildTrainingModel(plan, model),
    inputs: model === 'step' ? { ...images, ...state } : images,
  }));
}

/** Every network of the package as it is exported, with heads that move. */
export const exportCases = (): readonly ModelCase[] =>
  everyNetwork.map((network) => {
    const size = [32, 32, 32];
    const shape = [1, 1, ...size];
    return {
      name: `export-${network.name}`,
      model: exportModel({ network, shape: size, weights: movingWeights(network, size) }),
      inputs: { moving: wave(shape, 0.3), fixed: wave(shape, 1.1) },
    };
  });
