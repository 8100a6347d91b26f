import { FIVE, LANES, pair, promoteHigh, SIX, twoPairs } from './record';

/**
 * One record of the running sums along z, and, where `fused`, of those along z and y. With d = i − e and
 * s = i + e − 2c of the entering value i and the leaving value e, centered at c:
 *
 *     (i − c)² − (e − c)² = d_I s_I        2 ((i − c_I)(j − c_J) − (e − c_I)(f − c_J)) = d_I s_J + s_I d_J
 *
 * so S_IJ is held twice as large. In float64 these products of float32 values are exact unless an image spans more than
 * its own precision.
 */
// @ts-ignore: decorator
@inline
function slide(
  fused: bool,
  column: usize,
  leavingRow: usize,
  row: usize,
  i: v128,
  j: v128,
  e: v128,
  f: v128,
  twiceMoving: v128,
  twiceFixed: v128,
): void {
  const movingChange = f64x2.sub(i, e);
  const fixedChange = f64x2.sub(j, f);
  const movingTotal = f64x2.sub(f64x2.add(i, e), twiceMoving);
  const fixedTotal = f64x2.sub(f64x2.add(j, f), twiceFixed);
  const mixed = f64x2.add(f64x2.mul(movingChange, fixedTotal), f64x2.mul(movingTotal, fixedChange));
  slideField(fused, column, leavingRow, row, movingChange);
  slideField(fused, column + LANES, leavingRow + LANES, row + LANES, fixedChange);
  slideField(fused, column + 2 * LANES, leavingRow + 2 * LANES, row + 2 * LANES, f64x2.mul(movingChange, movingTotal));
  slideField(fused, column + 3 * LANES, leavingRow + 3 * LANES, row + 3 * LANES, f64x2.mul(fixedChange, fixedTotal));
  slideField(fused, column + 4 * LANES, leavingRow + 4 * LANES, row + 4 * LANES, mixed);
}

// @ts-ignore: decorator
@inline
function slideField(fused: bool, column: usize, leavingRow: usize, row: usize, change: v128): void {
  const sum = f64x2.add(v128.load(column), change);
  v128.store(column, sum);
  if (fused) v128.store(row, f64x2.add(v128.load(row), f64x2.sub(sum, v128.load(leavingRow))));
}

// @ts-ignore: decorator
@inline
function slideColumns(
  fused: bool,
  enteringMoving: usize,
  enteringFixed: usize,
  leavingMoving: usize,
  leavingFixed: usize,
  movingCenter: f64,
  fixedCenter: f64,
  column: usize,
  leavingRow: usize,
  row: usize,
  width: usize,
  first: usize,
): void {
  const record = FIVE;
  const last = (width - 1 - first) << 2;
  const start = first << 2;
  // Every row is walked from both ends by one offset: `start` upwards, `last` downwards.
  let at = start;
  let back = last;
  column += first * record;
  leavingRow += first * record;
  row += first * record;
  const twiceMoving = f64x2.splat(2 * movingCenter);
  const twiceFixed = f64x2.splat(2 * fixedCenter);
  const records = ((width + 1) >> 1) - first;
  const endOfTwo = start + ((records & ~1) << 2);
  while (at < endOfTwo) {
    const i = twoPairs(enteringMoving + at, enteringMoving + back);
    const j = twoPairs(enteringFixed + at, enteringFixed + back);
    const e = twoPairs(leavingMoving + at, leavingMoving + back);
    const f = twoPairs(leavingFixed + at, leavingFixed + back);
    slide(
      fused,
      column,
      leavingRow,
      row,
      f64x2.promote_low_f32x4(i),
      f64x2.promote_low_f32x4(j),
      f64x2.promote_low_f32x4(e),
      f64x2.promote_low_f32x4(f),
      twiceMoving,
      twiceFixed,
    );
    slide(
      fused,
      column + record,
      leavingRow + record,
      row + record,
      promoteHigh(i),
      promoteHigh(j),
      promoteHigh(e),
      promoteHigh(f),
      twiceMoving,
      twiceFixed,
    );
    at += 8;
    back -= 8;
    column += 2 * record;
    leavingRow += 2 * record;
    row += 2 * record;
  }
  if (records & 1) {
    slide(
      fused,
      column,
      leavingRow,
      row,
      pair(enteringMoving + at, enteringMoving + back),
      pair(enteringFixed + at, enteringFixed + back),
      pair(leavingMoving + at, leavingMoving + back),
      pair(leavingFixed + at, leavingFixed + back),
      twiceMoving,
      twiceFixed,
    );
  }
}

/**
 * Running sums along z of one row, from its record `first` on: the row of the plane that enters is added, that of the
 * plane that leaves is taken away. With `row`, the sums along z and y follow: `row += column − leavingRow`.
 */
export function runColumns(
  enteringMoving: usize,
  enteringFixed: usize,
  leavingMoving: usize,
  leavingFixed: usize,
  movingCenter: f64,
  fixedCenter: f64,
  column: usize,
  leavingRow: usize,
  row: usize,
  width: usize,
  first: usize,
): void {
  if (row)
    slideColumns(
      true,
      enteringMoving,
      enteringFixed,
      leavingMoving,
      leavingFixed,
      movingCenter,
      fixedCenter,
      column,
      leavingRow,
      row,
      width,
      first,
    );
  else
    slideColumns(
      false,
      enteringMoving,
      enteringFixed,
      leavingMoving,
      leavingFixed,
      movingCenter,
      fixedCenter,
      column,
      0,
      0,
      width,
      first,
    );
}

/**
 * Adds `weight` times the moments of one row to direct sums along z. Under a moment mask the moments are weighed by it,
 * values where it is 0 are selected away, and B[m] is the sixth.
 */
export function accumulateColumns(
  moving: usize,
  fixed: usize,
  mask: usize,
  movingCenter: f64,
  fixedCenter: f64,
  column: usize,
  width: usize,
  weight: f64,
): void {
  const halfWidth = (width + 1) >> 1;
  const factor = f64x2.splat(weight);
  const one = f64x2.splat(1);
  for (let x: usize = 0; x < halfWidth; x++) {
    const left = x << 2;
    const right = (width - 1 - x) << 2;
    let inside = one;
    let i = f64x2.sub(pair(moving + left, moving + right), f64x2.splat(movingCenter));
    let j = f64x2.sub(pair(fixed + left, fixed + right), f64x2.splat(fixedCenter));
    if (mask) {
      inside = pair(mask + left, mask + right);
      const counted = f64x2.gt(inside, f64x2.splat(0));
      i = v128.and(i, counted);
      j = v128.and(j, counted);
    }
    const weighted = f64x2.mul(factor, inside);
    const wi = f64x2.mul(weighted, i);
    const wj = f64x2.mul(weighted, j);
    v128.store(column, f64x2.add(v128.load(column), wi));
    v128.store(column, f64x2.add(v128.load(column, LANES), wj), LANES);
    v128.store(column, f64x2.add(v128.load(column, 2 * LANES), f64x2.mul(wi, i)), 2 * LANES);
    v128.store(column, f64x2.add(v128.load(column, 3 * LANES), f64x2.mul(wj, j)), 3 * LANES);
    v128.store(column, f64x2.add(v128.load(column, 4 * LANES), f64x2.mul(wi, j)), 4 * LANES);
    if (mask) {
      v128.store(column, f64x2.add(v128.load(column, 5 * LANES), weighted), 5 * LANES);
      column += SIX;
    } else column += FIVE;
  }
}
