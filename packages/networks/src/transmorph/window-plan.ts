import { sizeOf } from '@fast-lncc/core';

/** How attention cuts a grid of tokens into windows. */
export interface WindowOptions {
  /** `[D, H, W]` of a window. */
  readonly window: readonly number[];
  /** How far the grid is rolled backwards along each axis before it is cut; `[0, 0, 0]` for an unshifted block. */
  readonly shift: readonly number[];
}

/** The windows of a grid: everything about them that does not depend on the tokens. */
export interface WindowPlan {
  /** Number of windows. */
  readonly windows: number;
  /** Tokens of a window. */
  readonly tokens: number;
  /** By window and token in it (C order): the index of the token in the grid. */
  readonly order: Int32Array;
  /** The inverse of {@link WindowPlan.order}: by token of the grid. */
  readonly inverse: Int32Array;
  /**
   * By window and token: which part of the unrolled grid it is from, 0 to 7 (bit 2 for D, bit 1 for H, bit 0 for W: whether
   * the token was rolled around). Tokens of a window attend to each other only within one part. Absent without a shift.
   */
  readonly regions?: Int32Array;
  /** By pair of tokens of a window (queries by keys): the row of the table of relative positions. */
  readonly relativeIndex: Int32Array;
}

/**
 * The windows of shifted-window attention: the grid is rolled backwards by the shift, cut into windows, and rolled back.
 *
 * Source: Liu et al., Swin Transformer (2021), section 3.2, in three dimensions.
 */
export function planWindows(grid: readonly number[], { window, shift }: WindowOptions): WindowPlan {
  const tokens = sizeOf(window);
  const counts = grid.map((length, axis) => length / (window[axis] ?? 1));
  const windows = sizeOf(counts);
  const order = new Int32Array(windows * tokens);
  const regions = new Int32Array(windows * tokens);
  for (let cell = 0; cell < windows; cell++) {
    const corner = unravel(cell, counts).map((count, axis) => count * (window[axis] ?? 1));
    for (let token = 0; token < tokens; token++) {
      const rolled = unravel(token, window).map((offset, axis) => (corner[axis] ?? 0) + offset);
      const place = rolled.map((position, axis) => (position + (shift[axis] ?? 0)) % (grid[axis] ?? 1));
      order[cell * tokens + token] = ravel(place, grid);
      // Where rolling wrapped around, neighbors of the rolled grid are no neighbors.
      regions[cell * tokens + token] = place.reduce(
        (bits, position, axis) => 2 * bits + (position < (rolled[axis] ?? 0) ? 1 : 0),
        0,
      );
    }
  }
  const inverse = new Int32Array(order.length);
  order.forEach((token, at) => {
    inverse[token] = at;
  });
  const relativeIndex = relativePositions(window);
  const isShifted = shift.some((distance) => distance > 0);
  return { windows, tokens, order, inverse, relativeIndex, ...(isShifted ? { regions } : {}) };
}

/** Rows of the table of relative positions: one per difference along D, H, W. */
export const tableRows = (window: readonly number[]): number => sizeOf(window.map((extent) => 2 * extent - 1));

function relativePositions(window: readonly number[]): Int32Array {
  const tokens = sizeOf(window);
  const table = window.map((extent) => 2 * extent - 1);
  return Int32Array.from({ length: tokens * tokens }, (_, pair) => {
    const [query, key] = [unravel(Math.floor(pair / tokens), window), unravel(pair % tokens, window)];
    return ravel(
      query.map((position, axis) => position - (key[axis] ?? 0) + (window[axis] ?? 1) - 1),
      table,
    );
  });
}

function unravel(index: number, lengths: readonly number[]): number[] {
  let rest = index;
  return lengths
    .toReversed()
    .map((length) => {
      const position = rest % length;
      rest = Math.floor(rest / length);
      return position;
    })
    .reverse();
}

const ravel = (place: readonly number[], lengths: readonly number[]): number =>
  place.reduce((index, position, axis) => index * (lengths[axis] ?? 1) + position, 0);
