import { FIVE, LANES, pair, promoteHigh, SIX, single, THREE, twoPairs } from './record';

/** One record of the running sums along z, and, where `fused`, of those along z and y. */
// @ts-ignore: decorator
@inline
function slide(five: bool, fused: bool, column: usize, leavingRow: usize, row: usize, i: v128, j: v128, e: v128, f: v128): void {
  if (five) {
    slideField(fused, column, leavingRow, row, f64x2.sub(i, e));
    slideField(fused, column + LANES, leavingRow + LANES, row + LANES, f64x2.sub(j, f));
    slideField(fused, column + 2 * LANES, leavingRow + 2 * LANES, row + 2 * LANES, f64x2.sub(f64x2.mul(i, i), f64x2.mul(e, e)));
    slideField(fused, column + 3 * LANES, leavingRow + 3 * LANES, row + 3 * LANES, f64x2.sub(f64x2.mul(j, j), f64x2.mul(f, f)));
    slideField(fused, column + 4 * LANES, leavingRow + 4 * LANES, row + 4 * LANES, f64x2.sub(f64x2.mul(i, j), f64x2.mul(e, f)));
  } else {
    slideField(fused, column, leavingRow, row, f64x2.sub(i, e));
    slideField(fused, column + LANES, leavingRow + LANES, row + LANES, f64x2.sub(f64x2.mul(i, i), f64x2.mul(e, e)));
    slideField(fused, column + 2 * LANES, leavingRow + 2 * LANES, row + 2 * LANES, f64x2.sub(f64x2.mul(i, j), f64x2.mul(e, f)));
  }
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
  five: bool,
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
): void {
  const record = five ? FIVE : THREE;
  const halfWidth = (width + 1) >> 1;
  const full = width - halfWidth;
  const half = halfWidth << 2;
  const c = f64x2.splat(movingCenter);
  const d = f64x2.splat(fixedCenter);
  const end = enteringMoving + (full << 2);
  const endOfTwo = enteringMoving + ((full & ~1) << 2);
  while (enteringMoving < endOfTwo) {
    const i = twoPairs(enteringMoving, half);
    const j = twoPairs(enteringFixed, half);
    const e = twoPairs(leavingMoving, half);
    const f = twoPairs(leavingFixed, half);
    slide(
      five, fused, column, leavingRow, row,
      f64x2.sub(f64x2.promote_low_f32x4(i), c),
      f64x2.sub(f64x2.promote_low_f32x4(j), d),
      f64x2.sub(f64x2.promote_low_f32x4(e), c),
      f64x2.sub(f64x2.promote_low_f32x4(f), d),
    );
    slide(
      five, fused, column + record, leavingRow + record, row + record,
      f64x2.sub(promoteHigh(i), c),
      f64x2.sub(promoteHigh(j), d),
      f64x2.sub(promoteHigh(e), c),
      f64x2.sub(promoteHigh(f), d),
    );
    enteringMoving += 8; enteringFixed += 8; leavingMoving += 8; leavingFixed += 8;
    column += 2 * record; leavingRow += 2 * record; row += 2 * record;
  }
  while (enteringMoving < end) {
    slide(
      five, fused, column, leavingRow, row,
      f64x2.sub(pair(enteringMoving, half), c),
      f64x2.sub(pair(enteringFixed, half), d),
      f64x2.sub(pair(leavingMoving, half), c),
      f64x2.sub(pair(leavingFixed, half), d),
    );
    enteringMoving += 4; enteringFixed += 4; leavingMoving += 4; leavingFixed += 4;
    column += record; leavingRow += record; row += record;
  }
  if (full < halfWidth) {
    // The second lane lies outside the image, where centered values are 0 too.
    const c0 = f64x2.replace_lane(c, 1, 0);
    const d0 = f64x2.replace_lane(d, 1, 0);
    slide(
      five, fused, column, leavingRow, row,
      f64x2.sub(single(enteringMoving), c0),
      f64x2.sub(single(enteringFixed), d0),
      f64x2.sub(single(leavingMoving), c0),
      f64x2.sub(single(leavingFixed), d0),
    );
  }
}

/**
 * Running sums along z of one row: the row of the plane that enters is added, that of the plane that leaves is taken
 * away. With `row`, the sums along z and y follow: `row += column − leavingRow`.
 */
export function runColumns(
  prepared: bool,
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
): void {
  if (prepared) {
    if (row) slideColumns(false, true, enteringMoving, enteringFixed, leavingMoving, leavingFixed, movingCenter, fixedCenter, column, leavingRow, row, width);
    else slideColumns(false, false, enteringMoving, enteringFixed, leavingMoving, leavingFixed, movingCenter, fixedCenter, column, 0, 0, width);
  } else {
    if (row) slideColumns(true, true, enteringMoving, enteringFixed, leavingMoving, leavingFixed, movingCenter, fixedCenter, column, leavingRow, row, width);
    else slideColumns(true, false, enteringMoving, enteringFixed, leavingMoving, leavingFixed, movingCenter, fixedCenter, column, 0, 0, width);
  }
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
  const half = halfWidth << 2;
  const factor = f64x2.splat(weight);
  for (let x: usize = 0; x < halfWidth; x++) {
    const at = x << 2;
    const whole = x + halfWidth < width;
    let inside = whole ? f64x2.splat(1) : f64x2(1, 0);
    let i = f64x2.sub(whole ? pair(moving + at, half) : single(moving + at), f64x2.splat(movingCenter));
    let j = f64x2.sub(whole ? pair(fixed + at, half) : single(fixed + at), f64x2.splat(fixedCenter));
    if (mask) {
      inside = whole ? pair(mask + at, half) : single(mask + at);
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
