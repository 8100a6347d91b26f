import { Job } from './job';
import { Scratch } from './scratch';

/**
 * Where the content of rows begins, so that the background of a scan costs next to nothing. A row begins at the record
 * before which every voxel of both images is the center, counted from both ends; `halfWidth` means that it is empty.
 * Sums of rows begin where the first of them begins.
 */

/** Voxels that are looked at together, at each end of a row. */
const STRIDE: isize = 16;

/** Bits in which 16 voxels differ from the center. */
// @ts-ignore: decorator
@inline
function difference(at: usize, center: v128): v128 {
  return v128.or(
    v128.or(v128.xor(v128.load(at), center), v128.xor(v128.load(at, 16), center)),
    v128.or(v128.xor(v128.load(at, 32), center), v128.xor(v128.load(at, 48), center)),
  );
}

/** Looks where row y of plane z, which enters, begins, and keeps it for the time the plane leaves. */
export function findBegin(job: Job, scratch: Scratch, y: isize, z: isize): i32 {
  const offset =
    <usize>scratch.group * scratch.volume + <usize>z * scratch.plane + <usize>y * ((<usize>scratch.width) << 2);
  const moving = <usize>job.moving + offset;
  const fixed = <usize>job.fixed + offset;
  const centers = <usize>job.centers + ((<usize>scratch.group) << 4);
  const movingCenter = f32x4.splat(<f32>load<f64>(centers));
  const fixedCenter = f32x4.splat(<f32>load<f64>(centers, 8));
  let begin: isize = 0;
  for (; begin + STRIDE <= scratch.halfWidth; begin += STRIDE) {
    const left = (<usize>begin) << 2;
    const right = (<usize>(scratch.width - STRIDE - begin)) << 2;
    const movingEnds = v128.or(difference(moving + left, movingCenter), difference(moving + right, movingCenter));
    const fixedEnds = v128.or(difference(fixed + left, fixedCenter), difference(fixed + right, fixedCenter));
    if (v128.any_true(v128.or(movingEnds, fixedEnds))) break;
  }
  // What is left in the middle of an empty row.
  while (begin < scratch.halfWidth && begin + STRIDE > scratch.halfWidth) {
    const left = (<usize>begin) << 2;
    const right = (<usize>(scratch.width - 1 - begin)) << 2;
    const movingEnds = load<i32>(moving + left) ^ load<i32>(moving + right);
    if (movingEnds != 0 || load<i32>(moving + left) != i32x4.extract_lane(movingCenter, 0)) break;
    const fixedEnds = load<i32>(fixed + left) ^ load<i32>(fixed + right);
    if (fixedEnds != 0 || load<i32>(fixed + left) != i32x4.extract_lane(fixedCenter, 0)) break;
    begin++;
  }
  store<i32>(scratch.imageBegins + ((<usize>(z * scratch.height + y)) << 2), <i32>begin);
  return <i32>begin;
}

/** Where row y of plane z begins, as found when it entered. */
// @ts-ignore: decorator
@inline
export function imageBegin(scratch: Scratch, y: isize, z: isize): i32 {
  return load<i32>(scratch.imageBegins + ((<usize>(z * scratch.height + y)) << 2));
}

/** The first of the beginnings `from` to `to` (inclusive) in a list with a step; `halfWidth` when there are none. */
export function firstBegin(scratch: Scratch, begins: usize, from: isize, to: isize, step: usize): i32 {
  let first = <i32>scratch.halfWidth;
  for (let index = from; index <= to; index++) first = min(first, load<i32>(begins + <usize>index * step));
  return first;
}

/** Sets sums to exactly 0 where they have no content any more. */
// @ts-ignore: decorator
@inline
export function clearBetween(row: usize, from: i32, to: i32, record: usize): void {
  if (to > from) memory.fill(row + <usize>from * record, 0, <usize>(to - from) * record);
}
