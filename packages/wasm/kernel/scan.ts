import { accumulateRow, FIVE, LANES, THREE } from './record';

// @ts-ignore: decorator
@inline
function sumAt(sum: v128, right: usize, left: usize): v128 {
  return f64x2.add(sum, f64x2.sub(v128.load(right), v128.load(left)));
}

/** Running sums along x of a padded row of five fields. */
export function scanFive(row: usize, sums: usize, halfWidth: usize, radius: usize): void {
  let s0 = f64x2.splat(0),
    s1 = s0,
    s2 = s0,
    s3 = s0,
    s4 = s0;
  let left = row - (radius + 1) * FIVE;
  let right = row + radius * FIVE;
  for (let at = left; at < right; at += FIVE) {
    s0 = f64x2.add(s0, v128.load(at));
    s1 = f64x2.add(s1, v128.load(at, LANES));
    s2 = f64x2.add(s2, v128.load(at, 2 * LANES));
    s3 = f64x2.add(s3, v128.load(at, 3 * LANES));
    s4 = f64x2.add(s4, v128.load(at, 4 * LANES));
  }
  for (const end = right + halfWidth * FIVE; right < end; right += FIVE, left += FIVE, sums += FIVE) {
    s0 = sumAt(s0, right, left);
    s1 = sumAt(s1, right + LANES, left + LANES);
    s2 = sumAt(s2, right + 2 * LANES, left + 2 * LANES);
    s3 = sumAt(s3, right + 3 * LANES, left + 3 * LANES);
    s4 = sumAt(s4, right + 4 * LANES, left + 4 * LANES);
    v128.store(sums, s0);
    v128.store(sums, s1, LANES);
    v128.store(sums, s2, 2 * LANES);
    v128.store(sums, s3, 3 * LANES);
    v128.store(sums, s4, 4 * LANES);
  }
}

/** Running sums along x of a padded row of three fields. */
export function scanThree(row: usize, sums: usize, halfWidth: usize, radius: usize): void {
  let s0 = f64x2.splat(0),
    s1 = s0,
    s2 = s0;
  let left = row - (radius + 1) * THREE;
  let right = row + radius * THREE;
  for (let at = left; at < right; at += THREE) {
    s0 = f64x2.add(s0, v128.load(at));
    s1 = f64x2.add(s1, v128.load(at, LANES));
    s2 = f64x2.add(s2, v128.load(at, 2 * LANES));
  }
  for (const end = right + halfWidth * THREE; right < end; right += THREE, left += THREE, sums += THREE) {
    s0 = sumAt(s0, right, left);
    s1 = sumAt(s1, right + LANES, left + LANES);
    s2 = sumAt(s2, right + 2 * LANES, left + 2 * LANES);
    v128.store(sums, s0);
    v128.store(sums, s1, LANES);
    v128.store(sums, s2, 2 * LANES);
  }
}

/** Direct weighted sums along x of a padded row of any record. */
export function scanWeighted(
  row: usize,
  sums: usize,
  bytes: usize,
  record: usize,
  radius: usize,
  weights: usize,
): void {
  memory.fill(sums, 0, bytes);
  for (let tap: usize = 0; tap <= 2 * radius; tap++) {
    accumulateRow(sums, row + tap * record - radius * record, bytes, load<f64>(weights + (tap << 3)));
  }
}
