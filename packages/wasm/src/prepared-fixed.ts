import { formatShape, type PreparedFixed, UnsupportedOptionError } from '@fast-lncc/core';
import type { Session } from './session.ts';
import type { PreparedState } from './staging.ts';

interface Kept extends PreparedState {
  readonly session: Session;
}

/** Kept off the public object, which only its maker can read. */
const states = new WeakMap<PreparedFixed<Float32Array>, Kept>();

/**
 * Keeps a fixed image in the evaluator's memory, so that later evaluations do not copy it. Its sums are not kept: forming
 * them anew inside the sweep takes less time than reading two volumes of float64.
 */
export function createPreparedFixed(
  session: Session,
  fixed: Float32Array,
  mask: Float32Array | undefined,
): PreparedFixed<Float32Array> {
  const { arena, definition, geometry } = session;
  const length = geometry.groups * geometry.channels * geometry.voxels;
  const state: PreparedState = { image: arena.reserve(fixed.byteLength), mask: mask?.slice() };
  arena.floats(state.image, length).set(fixed);
  const prepared: PreparedFixed<Float32Array> = {
    definition,
    get image() {
      return arena.floats(state.image, length);
    },
    async dispose() {
      if (!states.delete(prepared)) return;
      arena.giveBack(state.image);
    },
  };
  states.set(prepared, { ...state, session });
  return prepared;
}

/**
 * The state of a prepared image, for an evaluation with a mask.
 *
 * @throws UnsupportedOptionError when it was disposed, or made by another evaluator or for another moment mask.
 */
export function preparedState(
  prepared: PreparedFixed<Float32Array>,
  session: Session,
  mask: Float32Array | undefined,
): PreparedState {
  const state = states.get(prepared);
  if (state === undefined) {
    throw new UnsupportedOptionError(
      'The prepared fixed image was disposed or made by another package; prepare it again.',
    );
  }
  if (state.session !== session) {
    throw new UnsupportedOptionError(
      `The fixed image was prepared by another evaluator (shape ${formatShape(prepared.definition.shape)}), in the memory of that one; prepare it with this evaluator.`,
    );
  }
  if (session.definition.mask.moments && mask !== undefined && !sameValues(state.mask, mask)) {
    throw new UnsupportedOptionError(
      'mask.moments weighs the sums of the prepared image with the mask, and it was prepared with another one; give both the same.',
    );
  }
  return state;
}

function sameValues(a: Float32Array | undefined, b: Float32Array): boolean {
  return a === b || (a?.every((value, index) => value === b[index]) ?? false);
}
