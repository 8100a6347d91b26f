/** Bytes of one value of a record: two float64 lanes, the voxels x and x + halfWidth. */
export const LANES: usize = 16;
/** Bytes of the forward record: S_I, S_J, S_II, S_JJ, S_IJ. */
export const FIVE: usize = 5 * LANES;
/** With a prepared fixed image: S_I, S_II, S_IJ. */
export const THREE: usize = 3 * LANES;
/** With a moment mask: the five and B[m]. */
export const SIX: usize = 6 * LANES;

/**
 * What goes from one stretch of a row to the next, as pairs of float64: the five running sums along x, the sum of the
 * scores, and the last score.
 */
export const SCORES: usize = 5 * LANES;
export const LAST: usize = 6 * LANES;
export const ROW_STATE: usize = 7 * LANES;

// @ts-ignore: decorator
@inline
export function aligned(address: usize): usize {
  return (address + 63) & ~63;
}

/** The voxels x and x + halfWidth of a float32 row. */
// @ts-ignore: decorator
@inline
export function pair(row: usize, half: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load_lane<f32>(row + half, v128.load_zero<f32>(row), 1));
}

/** The voxel x alone: the last record of a row of odd length. */
// @ts-ignore: decorator
@inline
export function single(row: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load_zero<f32>(row));
}

/** Two records at once: lanes 0, 1 of the result are the first, 2, 3 the second. */
// @ts-ignore: decorator
@inline
export function twoPairs(row: usize, half: usize): v128 {
  return v128.shuffle<f32>(v128.load64_zero(row), v128.load64_zero(row + half), 0, 4, 1, 5);
}

// @ts-ignore: decorator
@inline
export function promoteHigh(values: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(values, values, 1, 1));
}

/** `target += source` */
export function addRow(target: usize, source: usize, bytes: usize): void {
  for (let offset: usize = 0; offset < bytes; offset += LANES) {
    v128.store(target + offset, f64x2.add(v128.load(target + offset), v128.load(source + offset)));
  }
}

/** `target -= source` */
export function subtractRow(target: usize, source: usize, bytes: usize): void {
  for (let offset: usize = 0; offset < bytes; offset += LANES) {
    v128.store(target + offset, f64x2.sub(v128.load(target + offset), v128.load(source + offset)));
  }
}

/** `target += weight · source` */
export function accumulateRow(target: usize, source: usize, bytes: usize, weight: f64): void {
  const factor = f64x2.splat(weight);
  for (let offset: usize = 0; offset < bytes; offset += LANES) {
    v128.store(
      target + offset,
      f64x2.add(v128.load(target + offset), f64x2.mul(factor, v128.load(source + offset))),
    );
  }
}

/**
 * Fills the records left and right of a row, so that a scan along x reads over both halves and meets zeros outside the
 * image: left of a half lies the end of the other one, right of it its beginning.
 */
export function padRow(row: usize, halfWidth: isize, radius: isize, record: isize): void {
  const zero = f64x2.splat(0);
  const span = halfWidth * record;
  const start = <isize>row;
  let target = start - (radius + 1) * record;
  for (; target < start; target += record) {
    const source = target + span;
    for (let field: isize = 0; field < record; field += LANES) {
      const value = source >= start ? v128.shuffle<f64>(zero, v128.load(<usize>(source + field)), 0, 2) : zero;
      v128.store(<usize>(target + field), value);
    }
  }
  target = start + span;
  const end = target + radius * record;
  for (; target < end; target += record) {
    const source = target - span;
    for (let field: isize = 0; field < record; field += LANES) {
      const value = source < start + span ? v128.shuffle<f64>(v128.load(<usize>(source + field)), zero, 1, 2) : zero;
      v128.store(<usize>(target + field), value);
    }
  }
}
