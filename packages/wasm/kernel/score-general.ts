import { Job } from './job';
import { LANES, pair, storePair } from './record';

/** What the rows of a plane add up to: Σ w s, Σ of the 1 of `one − w s`; bounds of the largest S_II and S_JJ. */
@unmanaged
export class Totals {
  weighted: f64;
  ones: f64;
  largestMoving: f64;
  largestFixed: f64;
}

/** Smallest N divided by: an empty window has sums of exactly 0, so its statistics are 0. */
const LEAST_SAMPLES: f64 = 1e-20;

/** Flips the sign of the lanes where `like` is negative, and clears those where it is 0. */
// @ts-ignore: decorator
@inline
function withSignOf(like: v128, value: v128): v128 {
  const zero = f64x2.splat(0);
  const sign = f64x2.sub(
    v128.and(f64x2.gt(like, zero), f64x2.splat(1)),
    v128.and(f64x2.lt(like, zero), f64x2.splat(1)),
  );
  return f64x2.mul(sign, value);
}

/**
 * The score of one row for every definition: any score and gate, N per voxel, weights, an upstream map, the map itself.
 * The formulas are those of the core package's `correlation` and `reduction`.
 *
 * @param sums Records of `record` bytes: five sums, and B[m] as the sixth under a moment mask.
 * @param countRow The count along z and y of this row.
 * @param scored Whether the row has windows that are scored at all (border `valid`).
 */
export function scoreGeneral(
  job: Job,
  gradients: i32,
  sums: usize,
  record: usize,
  width: usize,
  radius: usize,
  countRow: f64,
  scored: bool,
  weightRow: usize,
  upstreamRow: usize,
  maps: usize,
  mapRow: usize,
  totals: Totals,
): void {
  const halfWidth = (width + 1) >> 1;
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const masked = job.momentMask != 0;
  const countsVary = job.countsVary != 0;
  const unitMean = job.unitMean != 0;
  const interiorOnly = job.interiorOnly != 0;
  const oneUnweighted = job.oneUnweighted != 0;
  const squared = job.score == 0;
  const absolute = job.score == 2;
  const form = <i32>job.form;
  const covarianceFloor = f64x2.splat(job.covarianceFloor);
  const varianceFloor = f64x2.splat(job.varianceFloor);
  const varianceAdd = f64x2.splat(job.varianceAdd);
  const product = f64x2.splat(job.product);
  const numeratorAdd = f64x2.splat(job.numerator);
  const rootAdd = f64x2.splat(job.rootAdd);
  const low = f64x2.splat(job.clampLow);
  const high = f64x2.splat(job.clampHigh);
  const flatThreshold = f64x2.splat(job.flatThreshold);
  const flatScore = f64x2.splat(job.flatScore);
  const hasFlat = job.flatThreshold != -Infinity;
  const dropPerfect = job.dropPerfect != 0;
  const counts = <usize>job.countsWidth;
  let perSample = f64x2.splat(1 / job.samples);
  let weighted = zero;
  let ones = zero;
  for (let x: usize = 0; x < halfWidth; x++, sums += record) {
    const left = x << 2;
    const right = (width - 1 - x) << 2;
    // Windows reach as far to both sides, so the two lanes are inside together.
    let inside = scored && (!interiorOnly || x >= radius) ? one : zero;
    let weight = inside;
    if (weightRow) weight = f64x2.mul(weight, pair(weightRow + left, weightRow + right));
    if (masked) {
      const samples = v128.load(sums, 5 * LANES);
      weight = v128.and(weight, f64x2.gt(samples, zero));
      perSample = f64x2.div(one, f64x2.pmax(samples, f64x2.splat(LEAST_SAMPLES)));
    } else if (countsVary) {
      perSample = f64x2.div(one, f64x2.mul(f64x2.splat(countRow), v128.load(counts + (x << 4))));
    }
    const movingSum = v128.load(sums);
    const fixedSum = v128.load(sums, LANES);
    const movingMean = f64x2.mul(movingSum, perSample);
    const fixedMean = f64x2.mul(fixedSum, perSample);
    let covariance = f64x2.sub(v128.load(sums, 4 * LANES), f64x2.mul(movingMean, fixedSum));
    let movingVariance = f64x2.sub(v128.load(sums, 2 * LANES), f64x2.mul(movingMean, movingSum));
    let fixedVariance = f64x2.sub(v128.load(sums, 3 * LANES), f64x2.mul(fixedMean, fixedSum));
    if (unitMean) {
      covariance = f64x2.mul(covariance, perSample);
      movingVariance = f64x2.mul(movingVariance, perSample);
      fixedVariance = f64x2.mul(fixedVariance, perSample);
    }
    const c = f64x2.pmax(covariance, covarianceFloor);
    const p = f64x2.add(f64x2.pmax(movingVariance, varianceFloor), varianceAdd);
    const q = f64x2.add(f64x2.pmax(fixedVariance, varianceFloor), varianceAdd);
    const varianceProduct = f64x2.mul(p, q);
    const stabilized = f64x2.add(varianceProduct, product);
    const root = squared ? one : f64x2.sqrt(stabilized);
    const denominator = squared ? stabilized : f64x2.add(root, rootAdd);
    const numerator = f64x2.add(squared ? f64x2.mul(c, c) : c, numeratorAdd);
    const raw = f64x2.div(absolute ? withSignOf(numerator, numerator) : numerator, denominator);
    let score = f64x2.pmax(f64x2.pmin(raw, high), low);
    let replaced = v128.or(f64x2.gt(raw, high), f64x2.lt(raw, low));
    if (dropPerfect) {
      score = v128.and(score, f64x2.lt(score, one));
      replaced = v128.or(replaced, v128.not(f64x2.lt(raw, one)));
    }
    if (hasFlat) {
      const textured = f64x2.gt(varianceProduct, flatThreshold);
      score = v128.bitselect(score, flatScore, textured);
      replaced = v128.or(replaced, v128.not(textured));
    }
    const counted = f64x2.gt(weight, zero);
    const weightedScore = v128.and(f64x2.mul(score, weight), counted);
    const unit = oneUnweighted ? inside : weight;
    const once = left == right ? f64x2(1, 0) : one;
    weighted = f64x2.add(weighted, left == right ? v128.and(weightedScore, f64x2.gt(once, zero)) : weightedScore);
    ones = f64x2.add(ones, f64x2.mul(unit, once));
    if (mapRow) {
      let value = weightedScore;
      if (form == 0) value = f64x2.neg(value);
      else if (form == 1) value = f64x2.sub(unit, value);
      storePair(mapRow + left, mapRow + right, value);
    }
    if (gradients > 0) {
      let factor = weight;
      if (upstreamRow) factor = f64x2.mul(factor, pair(upstreamRow + left, upstreamRow + right));
      if (unitMean) factor = f64x2.mul(factor, perSample);
      const inverse = f64x2.div(squared ? f64x2.splat(2) : one, denominator);
      let slope = squared ? f64x2.mul(c, inverse) : inverse;
      if (absolute) slope = withSignOf(numerator, slope);
      const drop = v128.or(replaced, v128.not(counted));
      const a = f64x2.mul(v128.andnot(slope, v128.or(drop, f64x2.le(covariance, covarianceFloor))), factor);
      const common = f64x2.mul(v128.andnot(f64x2.div(f64x2.mul(raw, inverse), root), drop), factor);
      const movingSlope = v128.andnot(f64x2.mul(common, q), f64x2.le(movingVariance, varianceFloor));
      storeSingle(maps, a);
      storeSingle(maps + 8, movingSlope);
      storeSingle(maps + 16, v128.andnot(f64x2.sub(f64x2.mul(a, fixedMean), f64x2.mul(movingSlope, movingMean)), drop));
      if (gradients > 1) {
        const fixedSlope = v128.andnot(f64x2.mul(common, p), f64x2.le(fixedVariance, varianceFloor));
        storeSingle(maps + 24, fixedSlope);
        storeSingle(
          maps + 32,
          v128.andnot(f64x2.sub(f64x2.mul(a, movingMean), f64x2.mul(fixedSlope, fixedMean)), drop),
        );
        maps += 40;
      } else maps += 24;
    }
  }
  totals.weighted += f64x2.extract_lane(weighted, 0) + f64x2.extract_lane(weighted, 1);
  totals.ones += f64x2.extract_lane(ones, 0) + f64x2.extract_lane(ones, 1);
}

/** Stores both lanes in float32. */
// @ts-ignore: decorator
@inline
function storeSingle(target: usize, value: v128): void {
  v128.store64_lane(target, f32x4.demote_f64x2_zero(value), 0);
}
