import { accumulateMaps, finishRow, finishRunningRow, slideMaps } from './gradient';
import { sumRows } from './forward';
import { Job } from './job';
import { FIVE, LANES, padRow, subtractRow, THREE } from './record';
import { scanFive, scanThree, scanWeighted } from './scan';
import { Scratch } from './scratch';

/** Where the maps of row y of plane z lie in the ring. */
// @ts-ignore: decorator
@inline
export function ringRow(scratch: Scratch, z: isize, y: isize): usize {
  const slot = (z - scratch.firstScored) % (2 * scratch.radiusDepth + 1);
  return scratch.ring + <usize>slot * scratch.ringPlane + <usize>y * scratch.ringRow;
}

/** The sums along z of the row that leaves the sums along y when row y enters. */
// @ts-ignore: decorator
@inline
export function leavingMapRow(scratch: Scratch, y: isize): usize {
  const leaving: isize = y - 2 * scratch.radiusHeight - 1;
  return leaving >= 0 ? scratch.mapColumns + <usize>leaving * scratch.mapRowBytes : scratch.zeros;
}

/** Running sums of a, β, g: those of row y of plane z come in (zeros for a plane outside the image). */
export function slideMapRow(scratch: Scratch, y: isize, z: isize): void {
  const column = scratch.mapColumns + <usize>y * scratch.mapRowBytes;
  const leavingRow = leavingMapRow(scratch, y);
  const entering = z < scratch.depth ? scratch.maps : scratch.zeros;
  slideMaps(entering, ringRow(scratch, z, y), column, leavingRow, scratch.mapRow, scratch.mapRowBytes / LANES);
}

/** Below the image only rows leave the sums along z and y. */
export function dropMapRow(scratch: Scratch, y: isize): void {
  const window: isize = 2 * scratch.radiusHeight + 1;
  if (y < window) return;
  subtractRow(scratch.mapRow, scratch.mapColumns + <usize>(y - window) * scratch.mapRowBytes, scratch.mapRowBytes);
}

/** Direct sums along z of a, β, g of row y around plane z − radius; the row of plane z joins the ring first. */
export function sumMapRow(job: Job, scratch: Scratch, y: isize, z: isize): void {
  if (z < scratch.depth) memory.copy(ringRow(scratch, z, y), scratch.maps, scratch.ringRow);
  const column = scratch.mapColumns + <usize>y * scratch.mapRowBytes;
  memory.fill(column, 0, scratch.mapRowBytes);
  const center = z - scratch.radiusDepth;
  const first = max<isize>(scratch.firstScored, center - scratch.radiusDepth);
  const last = min<isize>(scratch.depth - 1, z);
  for (let plane = first; plane <= last; plane++) {
    const weight = load<f64>(<usize>job.weightsDepth + ((<usize>(plane - center + scratch.radiusDepth)) << 3));
    accumulateMaps(ringRow(scratch, plane, y), column, scratch.mapRowBytes / LANES, weight);
  }
}

/** Writes row y of plane z of the gradients, from its record `first` on. */
export function gradientRow(job: Job, scratch: Scratch, y: isize, z: isize, first: usize): void {
  const halfWidth = <usize>scratch.halfWidth;
  const radius = <usize>scratch.radiusWidth;
  const record = scratch.mapRecord;
  const sums = scratch.sums;
  if (!scratch.running)
    sumRows(scratch, scratch.mapColumns, scratch.mapRow, scratch.mapRowBytes, y, <usize>job.weightsHeight);
  padRow(scratch.mapRow, scratch.width, scratch.radiusWidth, <isize>record);
  const at = <usize>z * scratch.plane + <usize>y * ((<usize>scratch.width) << 2);
  if (scratch.running && scratch.channels == 1) {
    const own = <usize>scratch.group;
    const offset = own * scratch.volume + at;
    finishRunningRow(
      <usize>job.moving + offset,
      <usize>job.fixed + offset,
      load<f64>(<usize>job.centers + (own << 4)),
      load<f64>(<usize>job.centers + (own << 4), 8),
      scratch.mapRow,
      radius,
      job.scale,
      <usize>job.gradientMoving + offset,
      record == FIVE ? <usize>job.gradientFixed + offset : 0,
      <usize>scratch.width,
      first,
    );
    return;
  }
  if (!scratch.running)
    scanWeighted(scratch.mapRow, sums, scratch.mapRowBytes, record, radius, <usize>job.weightsWidth);
  else if (record == THREE) scanThree(scratch.mapRow, sums, halfWidth, radius);
  else scanFive(scratch.mapRow, sums, halfWidth, radius);
  for (let channel: isize = 0; channel < scratch.channels; channel++) {
    const own = <usize>(scratch.group * scratch.channels + channel);
    const offset = own * scratch.volume + at;
    const movingCenter = load<f64>(<usize>job.centers + (own << 4));
    const fixedCenter = load<f64>(<usize>job.centers + (own << 4), 8);
    const moving = <usize>job.moving + offset;
    const fixed = <usize>job.fixed + offset;
    const mask = job.momentMask != 0 ? <usize>job.momentMask + offset : 0;
    finishRow(
      moving,
      fixed,
      movingCenter,
      fixedCenter,
      mask,
      sums,
      record,
      LANES,
      job.scale,
      <usize>job.gradientMoving + offset,
      <usize>scratch.width,
    );
    if (record == FIVE) {
      finishRow(
        fixed,
        moving,
        fixedCenter,
        movingCenter,
        mask,
        sums,
        record,
        3 * LANES,
        job.scale,
        <usize>job.gradientFixed + offset,
        <usize>scratch.width,
      );
    }
  }
}
