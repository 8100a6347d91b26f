import { type FixedState, type PreparedFixed, type ResolvedDefinition, UnsupportedOptionError } from '@fast-lncc/core';
import type { Tensor } from './tensor.ts';

interface Kept {
  readonly state: FixedState<Tensor>;
  readonly mask: Float32Array | undefined;
}

/** The fixed images that one evaluator has prepared. */
export interface PreparedImages {
  keep(image: Float32Array, kept: Kept): PreparedFixed<Float32Array>;
  /** @throws UnsupportedOptionError when it was disposed, or prepared by another evaluator or with another moment mask. */
  stateOf(prepared: PreparedFixed<Float32Array>, mask: Float32Array | undefined): FixedState<Tensor>;
}

/** An empty set of prepared images for a definition. */
export function createPreparedImages(definition: ResolvedDefinition): PreparedImages {
  // Kept off the public object, which only its maker can read.
  const states = new WeakMap<PreparedFixed<Float32Array>, Kept>();
  return {
    keep(image, kept) {
      const prepared: PreparedFixed<Float32Array> = {
        definition,
        image,
        dispose: async () => void states.delete(prepared),
      };
      states.set(prepared, kept);
      return prepared;
    },
    stateOf(prepared, mask) {
      const kept = states.get(prepared);
      if (kept === undefined) {
        throw new UnsupportedOptionError(
          'The prepared fixed image was disposed or made by another evaluator; prepare it with this one.',
        );
      }
      if (definition.mask.moments && !sameValues(kept.mask, mask)) {
        throw new UnsupportedOptionError(
          'mask.moments weighs the sums of the prepared image with the mask, and it was prepared with another one; give both the same.',
        );
      }
      return kept.state;
    },
  };
}

function sameValues(a: Float32Array | undefined, b: Float32Array | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.every((value, index) => value === b[index]));
}
