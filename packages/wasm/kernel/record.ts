/**
 * Bytes of one value of a record: two float64 lanes, the voxels x and W − 1 − x. A row is scanned from both of its ends
 * at once towards its middle (the window is symmetric), so that what lies outside the image comes first in both lanes,
 * and so does the background of a scan. The middle voxel of a row of odd length has both lanes.
 */
export const LANES: usize = 16;
/** Bytes of the forward record: S_I, S_J, S_II, S_JJ, S_IJ. */
export const FIVE: usize = 5 * LANES;
/** Bytes of a record of maps for one gradient: a, β, g. For both, a, β_I, g_I, β_J, g_J, they are {@link FIVE}. */
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

/** The voxels at two addresses of a float32 row. */
// @ts-ignore: decorator
@inline
export function pair(left: usize, right: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load_lane<f32>(right, v128.load_zero<f32>(left), 1));
}

/** Two records at once, from `left` upwards and from `right` downwards: lanes 0, 1 of the result are the first. */
// @ts-ignore: decorator
@inline
export function twoPairs(left: usize, right: usize): v128 {
  return v128.shuffle<f32>(v128.load64_zero(left), v128.load64_zero(right - 4), 0, 5, 1, 4);
}

// @ts-ignore: decorator
@inline
export function promoteHigh(values: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(values, values, 1, 1));
}

/** Rounds both lanes to float32 and stores them at two addresses. */
// @ts-ignore: decorator
@inline
export function storePair(left: usize, right: usize, values: v128): void {
  const rounded = f32x4.demote_f64x2_zero(values);
  v128.store_lane<f32>(left, rounded, 0);
  v128.store_lane<f32>(right, rounded, 1);
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
    v128.store(target + offset, f64x2.add(v128.load(target + offset), f64x2.mul(factor, v128.load(source + offset))));
  }
}

/**
 * Fills the records around a row for a scan along x: zeros before it, in both lanes outside the image, and behind it
 * the other halves, which are the lanes of the records before the middle, changed over.
 */
export function padRow(row: usize, width: isize, radius: isize, record: isize): void {
  const halfWidth = (width + 1) >> 1;
  const start = <isize>row;
  memory.fill(<usize>(start - (radius + 1) * record), 0, <usize>((radius + 1) * record));
  for (let x = halfWidth; x < halfWidth + radius; x++) {
    const target = start + x * record;
    const source = start + (width - 1 - x) * record;
    for (let field: isize = 0; field < record; field += LANES) {
      let value = f64x2.splat(0);
      if (source >= start) {
        const other = v128.load(<usize>(source + field));
        value = v128.shuffle<f64>(other, other, 1, 0);
      }
      v128.store(<usize>(target + field), value);
    }
  }
}
