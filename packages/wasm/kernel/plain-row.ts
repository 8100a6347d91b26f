import { Job } from './job';
import { FIVE, LANES, LAST, ROW_STATE, SCORES } from './record';
import { Scratch } from './scratch';

/** One map on its way back: it takes its place in the ring, its sum along z moves on, and that along z and y too. */
// @ts-ignore: decorator
@inline
function slideMap(value: v128, ring: usize, column: usize, leavingRow: usize, row: usize): void {
  const single = f32x4.demote_f64x2_zero(value);
  const old = f64x2.promote_low_f32x4(v128.load64_zero(ring));
  v128.store64_lane(ring, single, 0);
  const sum = f64x2.add(v128.load(column), f64x2.sub(f64x2.promote_low_f32x4(single), old));
  v128.store(column, sum);
  v128.store(row, f64x2.add(v128.load(row), f64x2.sub(sum, v128.load(leavingRow))));
}

// @ts-ignore: decorator
@inline
function slideSum(sum: v128, right: usize, left: usize): v128 {
  return f64x2.add(sum, f64x2.sub(v128.load(right), v128.load(left)));
}

/**
 * From the sums along z and y to those along x, the score, the maps and their sums along z and y, all in one loop over
 * the records `first` to `end` of a row, where ε, a floor of the variances and an upper clamp make the stabilizer:
 *
 *     P = max(V_I, τ)   Q = max(V_J, τ)   D = P Q + ε   s = min(C² / D, upper)
 *     a = 2C/D   β_I = 2s/D · Q   g_I = (a S_J − β_I S_I) / N   β_J = 2s/D · P   g_J = (a S_I − β_J S_J) / N
 *
 * Maps are 0 where the floor or the clamp acts; the comparisons let NaN through, so that it stays visible.
 *
 * @param corrected Whether sums near the border are those of centered images: S_I −= c_I o, S_II += c_I² o, … with
 * o = N − n.
 */
// @ts-ignore: decorator
@inline
function stretch(
  gradients: i32,
  corrected: bool,
  job: Job,
  scratch: Scratch,
  state: usize,
  first: isize,
  end: isize,
  countRow: f64,
  movingCenter: f64,
  fixedCenter: f64,
  ring: usize,
  column: usize,
  leavingRow: usize,
): void {
  const perSample = f64x2.splat(1 / job.samples);
  const varianceFloor = f64x2.splat(job.varianceFloor);
  const product = f64x2.splat(job.product);
  const high = f64x2.splat(job.clampHigh);
  let s0 = v128.load(state);
  let s1 = v128.load(state, LANES);
  let s2 = v128.load(state, 2 * LANES);
  let s3 = v128.load(state, 3 * LANES);
  let s4 = v128.load(state, 4 * LANES);
  let scores = v128.load(state, SCORES);
  let score = v128.load(state, LAST);
  const radius = scratch.radiusWidth;
  let right = scratch.row + <usize>((first + radius) * FIVE);
  let left = scratch.row + <usize>((first - radius - 1) * FIVE);
  const stop = right + <usize>((end - first) * FIVE);
  let counts = <usize>job.countsWidth + ((<usize>first) << 4);
  const fields: usize = gradients > 1 ? 5 : 3;
  ring += <usize>first * fields * 8;
  column += <usize>first * fields * LANES;
  leavingRow += <usize>first * fields * LANES;
  let row = scratch.mapRow + <usize>first * fields * LANES;
  while (right < stop) {
    s0 = slideSum(s0, right, left);
    s1 = slideSum(s1, right + LANES, left + LANES);
    s2 = slideSum(s2, right + 2 * LANES, left + 2 * LANES);
    s3 = slideSum(s3, right + 3 * LANES, left + 3 * LANES);
    s4 = slideSum(s4, right + 4 * LANES, left + 4 * LANES);
    right += FIVE;
    left += FIVE;
    let movingSum = s0;
    let fixedSum = s1;
    let movingSquared = s2;
    let fixedSquared = s3;
    let mixed = f64x2.mul(f64x2.splat(0.5), s4);
    if (corrected) {
      const outside = f64x2.sub(f64x2.splat(job.samples), f64x2.mul(f64x2.splat(countRow), v128.load(counts)));
      const moving = f64x2.mul(f64x2.splat(movingCenter), outside);
      const fixed = f64x2.mul(f64x2.splat(fixedCenter), outside);
      movingSum = f64x2.sub(s0, moving);
      fixedSum = f64x2.sub(s1, fixed);
      movingSquared = f64x2.add(s2, f64x2.mul(f64x2.splat(movingCenter), moving));
      fixedSquared = f64x2.add(s3, f64x2.mul(f64x2.splat(fixedCenter), fixed));
      mixed = f64x2.add(mixed, f64x2.mul(f64x2.splat(movingCenter), fixed));
      counts += LANES;
    }
    const movingMean = f64x2.mul(movingSum, perSample);
    const fixedMean = f64x2.mul(fixedSum, perSample);
    const covariance = f64x2.sub(mixed, f64x2.mul(movingMean, fixedSum));
    const movingVariance = f64x2.sub(movingSquared, f64x2.mul(movingMean, movingSum));
    const fixedVariance = f64x2.sub(fixedSquared, f64x2.mul(fixedMean, fixedSum));
    const p = f64x2.pmax(movingVariance, varianceFloor);
    const q = f64x2.pmax(fixedVariance, varianceFloor);
    const slope = f64x2.div(covariance, f64x2.add(f64x2.mul(p, q), product));
    const raw = f64x2.mul(covariance, slope);
    score = f64x2.pmin(raw, high);
    scores = f64x2.add(scores, score);
    if (gradients > 0) {
      const clamped = f64x2.gt(raw, high);
      const kept = v128.andnot(slope, clamped);
      const a = f64x2.add(kept, kept);
      const common = f64x2.mul(a, slope);
      const movingSlope = v128.andnot(f64x2.mul(common, q), f64x2.le(movingVariance, varianceFloor));
      slideMap(a, ring, column, leavingRow, row);
      slideMap(movingSlope, ring + 8, column + LANES, leavingRow + LANES, row + LANES);
      slideMap(
        f64x2.sub(f64x2.mul(a, fixedMean), f64x2.mul(movingSlope, movingMean)),
        ring + 16,
        column + 2 * LANES,
        leavingRow + 2 * LANES,
        row + 2 * LANES,
      );
      if (gradients > 1) {
        const fixedSlope = v128.andnot(f64x2.mul(common, p), f64x2.le(fixedVariance, varianceFloor));
        slideMap(fixedSlope, ring + 24, column + 3 * LANES, leavingRow + 3 * LANES, row + 3 * LANES);
        slideMap(
          f64x2.sub(f64x2.mul(a, movingMean), f64x2.mul(fixedSlope, fixedMean)),
          ring + 32,
          column + 4 * LANES,
          leavingRow + 4 * LANES,
          row + 4 * LANES,
        );
      }
      ring += fields * 8;
      column += fields * LANES;
      leavingRow += fields * LANES;
      row += fields * LANES;
    }
  }
  v128.store(state, s0);
  v128.store(state, s1, LANES);
  v128.store(state, s2, 2 * LANES);
  v128.store(state, s3, 3 * LANES);
  v128.store(state, s4, 4 * LANES);
  v128.store(state, scores, SCORES);
  v128.store(state, score, LAST);
}

/** The three forms of a stretch that are compiled, with and without the correction. */
function runStretch(
  corrected: bool,
  job: Job,
  scratch: Scratch,
  state: usize,
  first: isize,
  end: isize,
  countRow: f64,
  movingCenter: f64,
  fixedCenter: f64,
  ring: usize,
  column: usize,
  leavingRow: usize,
): void {
  if (first >= end) return;
  if (corrected) {
    if (scratch.gradients == 0)
      stretch(0, true, job, scratch, state, first, end, countRow, movingCenter, fixedCenter, ring, column, leavingRow);
    else if (scratch.gradients == 1)
      stretch(1, true, job, scratch, state, first, end, countRow, movingCenter, fixedCenter, ring, column, leavingRow);
    else
      stretch(2, true, job, scratch, state, first, end, countRow, movingCenter, fixedCenter, ring, column, leavingRow);
  } else {
    if (scratch.gradients == 0) stretch(0, false, job, scratch, state, first, end, 0, 0, 0, ring, column, leavingRow);
    else if (scratch.gradients == 1)
      stretch(1, false, job, scratch, state, first, end, 0, 0, 0, ring, column, leavingRow);
    else stretch(2, false, job, scratch, state, first, end, 0, 0, 0, ring, column, leavingRow);
  }
}

/**
 * Scores a padded row of running sums from the record `first` on, and sends its maps back. Only windows that reach over
 * the border need a correction: all of a row near the border of z or y, the beginning of the others.
 *
 * @returns Σ of the scores.
 */
export function scorePlainRow(
  job: Job,
  scratch: Scratch,
  insideRow: bool,
  countRow: f64,
  movingCenter: f64,
  fixedCenter: f64,
  ring: usize,
  column: usize,
  leavingRow: usize,
  first: isize,
): f64 {
  const state = scratch.rowState;
  memory.fill(state, 0, ROW_STATE);
  const radius = scratch.radiusWidth;
  const halfWidth = scratch.halfWidth;
  const start = scratch.row + <usize>((first - radius - 1) * FIVE);
  for (let at = start; at < scratch.row + <usize>((first + radius) * FIVE); at += FIVE) {
    for (let field: usize = 0; field < FIVE; field += LANES) {
      v128.store(state + field, f64x2.add(v128.load(state + field), v128.load(at + field)));
    }
  }
  // Both lanes of a record are as far from their ends of the row.
  const corrected = job.correctBorder == 0 ? first : insideRow ? min<isize>(radius, halfWidth) : halfWidth;
  runStretch(
    true,
    job,
    scratch,
    state,
    first,
    corrected,
    countRow,
    movingCenter,
    fixedCenter,
    ring,
    column,
    leavingRow,
  );
  runStretch(false, job, scratch, state, max<isize>(first, corrected), halfWidth, 0, 0, 0, ring, column, leavingRow);
  const sum = load<f64>(state, SCORES) + load<f64>(state, SCORES + 8);
  return scratch.width & 1 ? sum - load<f64>(state, LAST + 8) : sum;
}
