import type { ResolvedDefinition } from '@fast-lncc/core';

/**
 * What a mask makes every window count, as a volume of the map's shape: the mask itself, its mean over the channels where
 * a window spans them, or 1 where the window touches no voxel with `m <= 0` and 0 elsewhere (`dropWindows`).
 */
export function scoreWeights(definition: ResolvedDefinition, mask: Float32Array): Float32Array | undefined {
  if (definition.mask.score === 'none') return undefined;
  const weights = definition.mask.score === 'dropWindows' ? untouched(definition, mask) : mask;
  if (!definition.together) return weights;
  const voxels = mask.length / (definition.batch * definition.channels);
  const combine = definition.mask.score === 'dropWindows' ? Math.min : undefined;
  const combined = new Float32Array(definition.batch * voxels).fill(combine ? 1 : 0);
  for (let index = 0; index < weights.length; index++) {
    const target = Math.floor(index / (definition.channels * voxels)) * voxels + (index % voxels);
    const value = weights[index] as number;
    const known = combined[target] as number;
    combined[target] = combine ? combine(known, value) : known + value / definition.channels;
  }
  return combined;
}

/** 1 where no voxel with `m <= 0` lies under a positive weight of the window: axis by axis, as the window is separable. */
function untouched({ spatial, window }: ResolvedDefinition, mask: Float32Array): Float32Array {
  let free = mask.map((value) => (value > 0 ? 1 : 0));
  let stride = 1;
  for (let axis = spatial.length - 1; axis >= 0; axis--) {
    const length = spatial[axis] as number;
    const factor = window.factors[axis] as Float64Array;
    const radius = window.radius[axis] as number;
    const before = free;
    const next = new Float32Array(before.length).fill(1);
    for (let tap = 0; tap < factor.length; tap++) {
      if (factor[tap] === 0) continue;
      const offset = tap - radius;
      for (let index = 0; index < next.length; index++) {
        const position = (Math.floor(index / stride) % length) + offset;
        if (position < 0 || position >= length) continue;
        if (before[index + offset * stride] === 0) next[index] = 0;
      }
    }
    free = next;
    stride *= length;
  }
  return free;
}

/** Σ of the weights of the windows that are scored: what the mean over weighted scores divides by. */
export function totalWeight(definition: ResolvedDefinition, weights: Float32Array): number {
  const { spatial, border, window } = definition;
  const inside = (index: number): boolean => {
    let rest = index;
    for (let axis = spatial.length - 1; axis >= 0; axis--) {
      const length = spatial[axis] as number;
      const position = rest % length;
      const radius = window.radius[axis] as number;
      if (position < radius || position >= length - radius) return false;
      rest = Math.floor(rest / length);
    }
    return true;
  };
  let total = 0;
  for (let index = 0; index < weights.length; index++) {
    if (border !== 'valid' || inside(index)) total += weights[index] as number;
  }
  return total;
}
