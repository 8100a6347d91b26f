import { FIVE, LANES, pair, promoteHigh, storePair, THREE } from './record';

/**
 * Running sums along z and y of a, β, g: the plane that enters is added, the one that leaves the ring is taken away and
 * its place taken; `row` follows the sums along z and y.
 */
export function slideMaps(
  entering: usize,
  ring: usize,
  column: usize,
  leavingRow: usize,
  row: usize,
  elements: usize,
): void {
  const end = entering + (elements & ~1) * 8;
  while (entering < end) {
    const fresh = v128.load(entering);
    const old = v128.load(ring);
    v128.store(ring, fresh);
    const s0 = f64x2.add(v128.load(column), f64x2.sub(f64x2.promote_low_f32x4(fresh), f64x2.promote_low_f32x4(old)));
    const s1 = f64x2.add(v128.load(column, LANES), f64x2.sub(promoteHigh(fresh), promoteHigh(old)));
    v128.store(column, s0);
    v128.store(column, s1, LANES);
    v128.store(row, f64x2.add(v128.load(row), f64x2.sub(s0, v128.load(leavingRow))));
    v128.store(row, f64x2.add(v128.load(row, LANES), f64x2.sub(s1, v128.load(leavingRow, LANES))), LANES);
    entering += 16;
    ring += 16;
    column += 32;
    leavingRow += 32;
    row += 32;
  }
  if (elements & 1) {
    const fresh = v128.load64_zero(entering);
    const old = v128.load64_zero(ring);
    v128.store64_lane(ring, fresh, 0);
    const s0 = f64x2.add(v128.load(column), f64x2.sub(f64x2.promote_low_f32x4(fresh), f64x2.promote_low_f32x4(old)));
    v128.store(column, s0);
    v128.store(row, f64x2.add(v128.load(row), f64x2.sub(s0, v128.load(leavingRow))));
  }
}

/** `column += weight · maps`, for direct sums along z. */
export function accumulateMaps(maps: usize, column: usize, elements: usize, weight: f64): void {
  const factor = f64x2.splat(weight);
  for (let element: usize = 0; element < elements; element++, maps += 8, column += LANES) {
    const value = f64x2.promote_low_f32x4(v128.load64_zero(maps));
    v128.store(column, f64x2.add(v128.load(column), f64x2.mul(factor, value)));
  }
}

/** `(other − c_other) B[a] − (own − c_own) B[β] − B[g]`, times the scale. */
// @ts-ignore: decorator
@inline
function pull(own: v128, other: v128, a: v128, slope: v128, mean: v128, scale: v128): v128 {
  return f64x2.mul(scale, f64x2.sub(f64x2.sub(f64x2.mul(other, a), f64x2.mul(own, slope)), mean));
}

/**
 * One row of a finished gradient from the window sums of a, β and g: `sums` holds records of `record` bytes, β at
 * `slope`, g behind it. A moment mask multiplies the result, and selects the image's values.
 */
export function finishRow(
  own: usize,
  other: usize,
  ownCenter: f64,
  otherCenter: f64,
  mask: usize,
  sums: usize,
  record: usize,
  slope: usize,
  scale: f64,
  gradient: usize,
  width: usize,
): void {
  const halfWidth = (width + 1) >> 1;
  const c = f64x2.splat(ownCenter);
  const d = f64x2.splat(otherCenter);
  const factor = f64x2.splat(scale);
  for (let x: usize = 0; x < halfWidth; x++) {
    const left = x << 2;
    const right = (width - 1 - x) << 2;
    let i = f64x2.sub(pair(own + left, own + right), c);
    let j = f64x2.sub(pair(other + left, other + right), d);
    let weight = factor;
    if (mask) {
      const inside = pair(mask + left, mask + right);
      const counted = f64x2.gt(inside, f64x2.splat(0));
      i = v128.and(i, counted);
      j = v128.and(j, counted);
      weight = f64x2.mul(factor, inside);
    }
    const result = pull(i, j, v128.load(sums), v128.load(sums + slope), v128.load(sums + slope, LANES), weight);
    storePair(gradient + left, gradient + right, result);
    sums += record;
  }
}

/**
 * Running sums along x of a, β, g and the finished gradients in one loop: to the moving image, with `both` to the fixed
 * image too.
 */
// @ts-ignore: decorator
@inline
function finishRunning(
  both: bool,
  moving: usize,
  fixed: usize,
  movingCenter: f64,
  fixedCenter: f64,
  row: usize,
  radius: usize,
  scale: f64,
  gradientMoving: usize,
  gradientFixed: usize,
  width: usize,
  first: usize,
): void {
  const record: usize = both ? FIVE : THREE;
  const c = f64x2.splat(movingCenter);
  const d = f64x2.splat(fixedCenter);
  const factor = f64x2.splat(scale);
  let s0 = f64x2.splat(0),
    s1 = s0,
    s2 = s0,
    s3 = s0,
    s4 = s0;
  row += first * record;
  let leaving = row - (radius + 1) * record;
  let entering = row + radius * record;
  for (let at = leaving; at < entering; at += record) {
    s0 = f64x2.add(s0, v128.load(at));
    s1 = f64x2.add(s1, v128.load(at, LANES));
    s2 = f64x2.add(s2, v128.load(at, 2 * LANES));
    if (both) {
      s3 = f64x2.add(s3, v128.load(at, 3 * LANES));
      s4 = f64x2.add(s4, v128.load(at, 4 * LANES));
    }
  }
  let left = first << 2;
  let right = (width - 1 - first) << 2;
  for (
    const end = entering + (((width + 1) >> 1) - first) * record;
    entering < end;
    entering += record, leaving += record
  ) {
    s0 = f64x2.add(s0, f64x2.sub(v128.load(entering), v128.load(leaving)));
    s1 = f64x2.add(s1, f64x2.sub(v128.load(entering, LANES), v128.load(leaving, LANES)));
    s2 = f64x2.add(s2, f64x2.sub(v128.load(entering, 2 * LANES), v128.load(leaving, 2 * LANES)));
    const i = f64x2.sub(pair(moving + left, moving + right), c);
    const j = f64x2.sub(pair(fixed + left, fixed + right), d);
    storePair(gradientMoving + left, gradientMoving + right, pull(i, j, s0, s1, s2, factor));
    if (both) {
      s3 = f64x2.add(s3, f64x2.sub(v128.load(entering, 3 * LANES), v128.load(leaving, 3 * LANES)));
      s4 = f64x2.add(s4, f64x2.sub(v128.load(entering, 4 * LANES), v128.load(leaving, 4 * LANES)));
      storePair(gradientFixed + left, gradientFixed + right, pull(j, i, s0, s3, s4, factor));
    }
    left += 4;
    right -= 4;
  }
}

/** {@link finishRunning} for one gradient (`gradientFixed` 0) or both. */
export function finishRunningRow(
  moving: usize,
  fixed: usize,
  movingCenter: f64,
  fixedCenter: f64,
  row: usize,
  radius: usize,
  scale: f64,
  gradientMoving: usize,
  gradientFixed: usize,
  width: usize,
  first: usize,
): void {
  if (gradientFixed)
    finishRunning(
      true,
      moving,
      fixed,
      movingCenter,
      fixedCenter,
      row,
      radius,
      scale,
      gradientMoving,
      gradientFixed,
      width,
      first,
    );
  else
    finishRunning(false, moving, fixed, movingCenter, fixedCenter, row, radius, scale, gradientMoving, 0, width, first);
}
