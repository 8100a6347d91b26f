import { formatShape, type PreparedFixed, type ResolvedDefinition, UnsupportedOptionError } from '@fast-lncc/core';

interface Kept {
  readonly mask: GPUBuffer | undefined;
}

/** Kept off the public object, which only its maker can read. */
const states = new WeakMap<PreparedFixed<GPUBuffer>, Kept>();

/**
 * Ties a fixed image, and its mask, to a definition. Its sums are not kept: two of five sums are formed in workgroup memory,
 * and reading them would cost 8 bytes more per voxel than the image itself, which the gradient needs anyway.
 */
export function createPreparedFixed(
  definition: ResolvedDefinition,
  image: GPUBuffer,
  mask: GPUBuffer | undefined,
): PreparedFixed<GPUBuffer> {
  const prepared: PreparedFixed<GPUBuffer> = {
    definition,
    image,
    async dispose() {
      states.delete(prepared);
    },
  };
  states.set(prepared, { mask });
  return prepared;
}

/**
 * The mask that goes with a prepared image.
 *
 * @throws UnsupportedOptionError when it was disposed, or made by another evaluator or for another moment mask.
 */
export function preparedMask(
  prepared: PreparedFixed<GPUBuffer>,
  definition: ResolvedDefinition,
  mask: GPUBuffer | undefined,
): GPUBuffer | undefined {
  const state = states.get(prepared);
  if (state === undefined) {
    throw new UnsupportedOptionError(
      'The prepared fixed image was disposed or made by another package; prepare it again.',
    );
  }
  if (prepared.definition !== definition) {
    throw new UnsupportedOptionError(
      `The fixed image was prepared by another evaluator (shape ${formatShape(prepared.definition.shape)}); prepare it with this evaluator.`,
    );
  }
  if (definition.mask.moments && mask !== undefined && mask !== state.mask) {
    throw new UnsupportedOptionError(
      'mask.moments weighs the sums of the prepared image with the mask, and it was prepared with another one; give both the same.',
    );
  }
  return mask ?? state.mask;
}
