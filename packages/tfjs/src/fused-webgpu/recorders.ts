import { createLnccSync, type LnccRecorder } from '@fast-lncc/webgpu';
import type { Evaluation } from '../method.ts';
import { activeDevice } from './backend.ts';

/** Recorders with their scratch, the one used longest ago first. */
const kept = new Map<string, LnccRecorder>();

/** The levels of a pyramid, or a loss and a few figures of merit, take turns without making each other's scratch anew. */
const most = 4;

/** The recorder that is kept for a definition and shape, made where there is none or its device is another. */
export function recorderFor(evaluation: Pick<Evaluation, 'definition' | 'given'>): LnccRecorder {
  const key = keyOf(evaluation);
  const device = activeDevice();
  let recorder = kept.get(key);
  if (recorder !== undefined && recorder.device !== device) {
    recorder.dispose();
    recorder = undefined;
  }
  recorder ??= createLnccSync({ ...evaluation.given, shape: evaluation.definition.shape, device });
  kept.delete(key);
  kept.set(key, recorder);
  for (const [oldest, { dispose }] of kept) {
    if (kept.size <= most) break;
    dispose();
    kept.delete(oldest);
  }
  return recorder;
}

/** Gives back the scratch of all recorders. */
export function releaseRecorders(): void {
  for (const { dispose } of kept.values()) dispose();
  kept.clear();
}

export const keptRecorders = (): readonly LnccRecorder[] => [...kept.values()];

/** Everything that recorders differ in; JSON has no infinities and no typed arrays. */
const keyOf = ({ definition }: Pick<Evaluation, 'definition'>): string =>
  JSON.stringify(definition, (_, value) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  });
