import { correctBorder } from './border';
import { accumulateColumns, runColumns } from './columns';
import { Job } from './job';
import { accumulateRow, addRow, FIVE, LANES, padRow, subtractRow } from './record';
import { scanFive, scanWeighted } from './scan';
import { leavingMapRow, ringRow } from './backward';
import { scorePlainRow } from './plain-row';
import { scoreGeneral, Totals } from './score-general';
import { Scratch } from './scratch';

// @ts-ignore: decorator
@inline
function movingCenter(job: Job, channel: isize): f64 {
  return load<f64>(<usize>job.centers + ((<usize>channel) << 4));
}

// @ts-ignore: decorator
@inline
function fixedCenter(job: Job, channel: isize): f64 {
  return load<f64>(<usize>job.centers + ((<usize>channel) << 4), 8);
}

/** Rows that stand for planes outside the image: the center, so that they are 0 once centered. */
export function fillMissingRows(job: Job, scratch: Scratch): void {
  const channel = scratch.group * scratch.channels;
  for (let x: isize = 0; x < scratch.width; x++) {
    store<f32>(scratch.missingMoving + ((<usize>x) << 2), <f32>movingCenter(job, channel));
    store<f32>(scratch.missingFixed + ((<usize>x) << 2), <f32>fixedCenter(job, channel));
  }
}

/** The sums along z of the row that leaves the sums along y when row y enters. */
// @ts-ignore: decorator
@inline
export function leavingColumnRow(scratch: Scratch, y: isize): usize {
  const leaving: isize = y - 2 * scratch.radiusHeight - 1;
  return leaving >= 0 ? scratch.columns + <usize>leaving * scratch.rowBytes : scratch.zeros;
}

/**
 * Moves the running sums along z of row y by one plane: plane `entering` comes in, plane `leaving` goes out (−1, or
 * outside the image: none). With `follow` the sums along z and y move with them. Records before `first` do not change.
 */
export function slideColumns(
  job: Job,
  scratch: Scratch,
  y: isize,
  entering: isize,
  leaving: isize,
  follow: bool,
  first: usize,
): void {
  const column = scratch.columns + <usize>y * scratch.rowBytes;
  const leavingRow = leavingColumnRow(scratch, y);
  const at = <usize>y * ((<usize>scratch.width) << 2);
  const enters = entering >= 0 && entering < scratch.depth;
  const leaves = leaving >= 0;
  const fused = follow && scratch.channels == 1;
  for (let channel: isize = 0; channel < scratch.channels; channel++) {
    const own = scratch.group * scratch.channels + channel;
    const moving = <usize>job.moving + <usize>own * scratch.volume + at;
    const fixed = <usize>job.fixed + <usize>own * scratch.volume + at;
    runColumns(
      enters ? moving + <usize>entering * scratch.plane : scratch.missingMoving,
      enters ? fixed + <usize>entering * scratch.plane : scratch.missingFixed,
      leaves ? moving + <usize>leaving * scratch.plane : scratch.missingMoving,
      leaves ? fixed + <usize>leaving * scratch.plane : scratch.missingFixed,
      movingCenter(job, own),
      fixedCenter(job, own),
      column,
      leavingRow,
      fused ? scratch.row : 0,
      <usize>scratch.width,
      first,
    );
  }
  if (follow && !fused) {
    addRow(scratch.row, column, scratch.rowBytes);
    subtractRow(scratch.row, leavingRow, scratch.rowBytes);
  }
}

/** Direct weighted sums along z of row y around plane z. */
export function sumColumns(job: Job, scratch: Scratch, y: isize, z: isize): void {
  const column = scratch.columns + <usize>y * scratch.rowBytes;
  memory.fill(column, 0, scratch.rowBytes);
  const first = max<isize>(0, z - scratch.radiusDepth);
  const last = min<isize>(scratch.depth - 1, z + scratch.radiusDepth);
  for (let channel: isize = 0; channel < scratch.channels; channel++) {
    const own = scratch.group * scratch.channels + channel;
    const at = <usize>own * scratch.volume + <usize>y * ((<usize>scratch.width) << 2);
    for (let plane = first; plane <= last; plane++) {
      const row = at + <usize>plane * scratch.plane;
      accumulateColumns(
        <usize>job.moving + row,
        <usize>job.fixed + row,
        job.momentMask != 0 ? <usize>job.momentMask + row : 0,
        movingCenter(job, own),
        fixedCenter(job, own),
        column,
        <usize>scratch.width,
        load<f64>(<usize>job.weightsDepth + ((<usize>(plane - z + scratch.radiusDepth)) << 3)),
      );
    }
  }
}

/** Direct weighted sums along y, of rows of any kind. */
export function sumRows(scratch: Scratch, columns: usize, row: usize, bytes: usize, y: isize, weights: usize): void {
  memory.fill(row, 0, bytes);
  const first = max<isize>(0, y - scratch.radiusHeight);
  const last = min<isize>(scratch.height - 1, y + scratch.radiusHeight);
  for (let source = first; source <= last; source++) {
    const weight = load<f64>(weights + ((<usize>(source - y + scratch.radiusHeight)) << 3));
    accumulateRow(row, columns + <usize>source * bytes, bytes, weight);
  }
}

/** The count along z and y of a row. */
// @ts-ignore: decorator
@inline
function countOf(job: Job, y: isize, z: isize): f64 {
  return load<f64>(<usize>job.countsDepth + ((<usize>z) << 3)) * load<f64>(<usize>job.countsHeight + ((<usize>y) << 3));
}

/** Whether the windows of a row lie inside the image along z and y. */
function isInside(scratch: Scratch, y: isize, z: isize): bool {
  const radius = scratch.radiusHeight;
  if (y < radius || y >= scratch.height - radius) return false;
  return z >= scratch.radiusDepth && z < scratch.depth - scratch.radiusDepth;
}

/** Whether {@link scorePlain} serves an evaluation: it keeps nothing between its stages. */
export function isPlain(job: Job): bool {
  return job.running != 0 && job.plain != 0 && job.general == 0 && job.channels == 1;
}

/**
 * Looks for the largest S_II and S_JJ, as a bound from the sums along z and y of a few rows: every value lies in the
 * windows of as many rows as the window is high, and of as many planes as it is deep, so one row of each will do, and
 * the last ones, whose windows reach over the border.
 */
export function watchLargest(job: Job, scratch: Scratch, y: isize, z: isize): void {
  const seenRow = y % (2 * scratch.radiusHeight + 1) == 0 || y == scratch.height - 1;
  const seenPlane = z % (2 * scratch.radiusDepth + 1) == 0 || z == scratch.firstPlane || z == scratch.endPlane - 1;
  if (!seenRow || !seenPlane) return;
  let moving = f64x2.splat(0),
    fixed = moving;
  for (let at = scratch.row; at < scratch.row + scratch.rowBytes; at += FIVE) {
    moving = f64x2.pmax(moving, v128.load(at, 2 * LANES));
    fixed = f64x2.pmax(fixed, v128.load(at, 3 * LANES));
  }
  const totals = changetype<Totals>(scratch.totals);
  const extent = job.windowWidth;
  totals.largestMoving = max(
    totals.largestMoving,
    extent * max(f64x2.extract_lane(moving, 0), f64x2.extract_lane(moving, 1)),
  );
  totals.largestFixed = max(
    totals.largestFixed,
    extent * max(f64x2.extract_lane(fixed, 0), f64x2.extract_lane(fixed, 1)),
  );
}

/** Running sums hold S_IJ twice as large. */
function halveMixed(sums: usize, halfWidth: usize): void {
  for (let x: usize = 0; x < halfWidth; x++, sums += FIVE) {
    v128.store(sums, f64x2.mul(f64x2.splat(0.5), v128.load(sums, 4 * LANES)), 4 * LANES);
  }
}

/**
 * From the sums along z and y to the scores of row y of plane z, from the record `first` on, and to the sums along z
 * and y of its maps.
 */
export function scorePlain(job: Job, scratch: Scratch, y: isize, z: isize, first: isize): void {
  padRow(scratch.row, scratch.width, scratch.radiusWidth, FIVE);
  const channel = scratch.group * scratch.channels;
  const totals = changetype<Totals>(scratch.totals);
  totals.weighted += scorePlainRow(
    job,
    scratch,
    isInside(scratch, y, z),
    countOf(job, y, z),
    movingCenter(job, channel),
    fixedCenter(job, channel),
    ringRow(scratch, z, y),
    scratch.mapColumns + <usize>y * scratch.mapRowBytes,
    leavingMapRow(scratch, y),
    first,
  );
}

/** From the sums along z and y to the scores of row y of plane z, and its maps. `counted`: it belongs to the slab. */
export function scoreRow(job: Job, scratch: Scratch, y: isize, z: isize, counted: bool): void {
  const halfWidth = <usize>scratch.halfWidth;
  const radius = <usize>scratch.radiusWidth;
  const sums = scratch.sums;
  const record = scratch.record;
  padRow(scratch.row, scratch.width, scratch.radiusWidth, <isize>record);
  if (!scratch.running) scanWeighted(scratch.row, sums, scratch.rowBytes, record, radius, <usize>job.weightsWidth);
  else scanFive(scratch.row, sums, halfWidth, radius);
  if (scratch.running) halveMixed(sums, halfWidth);
  const countRow = countOf(job, y, z);
  const channel = scratch.group * scratch.channels;
  if (job.correctBorder != 0) {
    correctBorder(job, sums, record, countRow, movingCenter(job, channel), fixedCenter(job, channel), halfWidth);
  }
  const rowBytes = (<usize>scratch.width) << 2;
  const offset = <usize>scratch.group * scratch.volume + <usize>z * scratch.plane + <usize>y * rowBytes;
  scoreGeneral(
    job,
    scratch.gradients,
    sums,
    record,
    <usize>scratch.width,
    radius,
    countRow,
    job.interiorOnly == 0 || isInside(scratch, y, z),
    job.scoreWeight != 0 ? <usize>job.scoreWeight + offset : 0,
    job.upstreamMap != 0 ? <usize>job.upstreamMap + offset : 0,
    scratch.maps,
    counted && job.map != 0 ? <usize>job.map + offset : 0,
    changetype<Totals>(scratch.totals),
  );
}
