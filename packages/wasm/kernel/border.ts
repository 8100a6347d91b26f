import { Job } from './job';
import { FIVE, LANES } from './record';

/**
 * Turns the sums of centered images into those of the images as they are, zeros outside, minus the center everywhere:
 *
 *     S_I −= c_I o   S_J −= c_J o   S_II += c_I² o   S_JJ += c_J² o   S_IJ += c_I c_J o      o = N − n
 *
 * with the true count n, a product of one count per axis; `countRow` is that of z and y. Inside, o is 0.
 */
export function correctBorder(
  job: Job,
  sums: usize,
  record: usize,
  countRow: f64,
  movingCenter: f64,
  fixedCenter: f64,
  halfWidth: usize,
): void {
  const weight = f64x2.splat(job.samples);
  const counted = f64x2.splat(countRow);
  const c = f64x2.splat(movingCenter);
  const d = f64x2.splat(fixedCenter);
  const cc = f64x2.mul(c, c),
    dd = f64x2.mul(d, d),
    cd = f64x2.mul(c, d);
  const counts = <usize>job.countsWidth;
  for (let x: usize = 0; x < halfWidth; x++, sums += record) {
    const outside = f64x2.sub(weight, f64x2.mul(counted, v128.load(counts + (x << 4))));
    if (!v128.any_true(outside)) continue;
    v128.store(sums, f64x2.sub(v128.load(sums), f64x2.mul(c, outside)));
    v128.store(sums, f64x2.sub(v128.load(sums, LANES), f64x2.mul(d, outside)), LANES);
    v128.store(sums, f64x2.add(v128.load(sums, 2 * LANES), f64x2.mul(cc, outside)), 2 * LANES);
    v128.store(sums, f64x2.add(v128.load(sums, 3 * LANES), f64x2.mul(dd, outside)), 3 * LANES);
    v128.store(sums, f64x2.add(v128.load(sums, 4 * LANES), f64x2.mul(cd, outside)), 4 * LANES);
  }
}
