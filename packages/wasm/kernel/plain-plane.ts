import { clearBetween, findBegin, firstBegin, imageBegin } from './activity';
import { gradientRow, leavingMapRow, ringRow } from './backward';
import { leavingColumnRow, scorePlain, slideColumns, watchLargest } from './forward';
import { slideMaps } from './gradient';
import { Job } from './job';
import { addRow, LANES, subtractRow } from './record';
import { Scratch } from './scratch';
import { Totals } from './score-general';

/** `row += column − leaving`, from the record `from` to `to`. */
function followUnchanged(row: usize, column: usize, leaving: usize, from: i32, to: i32, record: usize): void {
  if (from >= to) return;
  const offset = <usize>from * record;
  const bytes = <usize>(to - from) * record;
  addRow(row + offset, column + offset, bytes);
  subtractRow(row + offset, leaving + offset, bytes);
}

/** Where the sums of the rows around `newest − radius` begin, `begins` being those of rows. */
// @ts-ignore: decorator
@inline
function beginAround(scratch: Scratch, begins: usize, newest: isize): i32 {
  const window: isize = 2 * scratch.radiusHeight + 1;
  return firstBegin(scratch, begins, max<isize>(0, newest - window + 1), min<isize>(newest, scratch.height - 1), 4);
}

/** Sums along z and y begin later when rows have left them. */
function settleRow(scratch: Scratch, newest: isize): void {
  const begin = beginAround(scratch, scratch.columnBegins, newest);
  clearBetween(scratch.row, scratch.rowBegin, begin, scratch.record);
  scratch.rowBegin = begin;
}

function settleMapRow(scratch: Scratch, newest: isize): void {
  const begin = beginAround(scratch, scratch.mapBegins, newest);
  clearBetween(scratch.mapRow, scratch.mapRowBegin, begin, scratch.mapRecord);
  scratch.mapRowBegin = begin;
}

/** The sums along z of row y move by one plane, and those along z and y with them: only where there is content. */
export function slidePlainColumns(
  job: Job,
  scratch: Scratch,
  y: isize,
  entering: isize,
  leaving: isize,
  follow: bool,
): void {
  const halfWidth = <i32>scratch.halfWidth;
  const rowStep = (<usize>scratch.height) << 2;
  const newest = min<isize>(entering, scratch.depth - 1);
  const oldest = max<isize>(leaving + 1, scratch.firstSummed);
  let changed = entering < scratch.depth ? findBegin(job, scratch, y, entering) : halfWidth;
  if (leaving >= 0) changed = min(changed, imageBegin(scratch, y, leaving));
  const begin = firstBegin(scratch, scratch.imageBegins + ((<usize>y) << 2), oldest, newest, rowStep);
  const kept = scratch.columnBegins + ((<usize>y) << 2);
  const column = scratch.columns + <usize>y * scratch.rowBytes;
  clearBetween(column, load<i32>(kept), begin, scratch.record);
  store<i32>(kept, begin);
  const start = max(changed, begin);
  if (follow) {
    const gone: isize = y - 2 * scratch.radiusHeight - 1;
    const goneBegin = gone >= 0 ? load<i32>(scratch.columnBegins + ((<usize>gone) << 2)) : halfWidth;
    const from = min(begin, goneBegin);
    scratch.rowBegin = min(scratch.rowBegin, begin);
    followUnchanged(scratch.row, column, leavingColumnRow(scratch, y), from, start, scratch.record);
  }
  if (start < halfWidth) slideColumns(job, scratch, y, entering, leaving, follow, <usize>start);
  if (follow) settleRow(scratch, y);
}

/** The maps of row y of plane z begin at `begin`: what the ring held before that leaves the sums. */
function passMapRow(scratch: Scratch, y: isize, z: isize, begin: i32): void {
  const window: isize = 2 * scratch.radiusDepth + 1;
  const slot = (z - scratch.firstScored) % window;
  const kept = scratch.ringBegins + ((<usize>(slot * scratch.height + y)) << 2);
  const before = load<i32>(kept);
  store<i32>(kept, begin);
  const first = firstBegin(
    scratch,
    scratch.ringBegins + ((<usize>y) << 2),
    0,
    window - 1,
    (<usize>scratch.height) << 2,
  );
  const columnKept = scratch.mapBegins + ((<usize>y) << 2);
  const column = scratch.mapColumns + <usize>y * scratch.mapRowBytes;
  const leavingRow = leavingMapRow(scratch, y);
  const gone: isize = y - 2 * scratch.radiusHeight - 1;
  const goneBegin = gone >= 0 ? load<i32>(scratch.mapBegins + ((<usize>gone) << 2)) : <i32>scratch.halfWidth;
  clearBetween(column, load<i32>(columnKept), first, scratch.mapRecord);
  store<i32>(columnKept, first);
  scratch.mapRowBegin = min(scratch.mapRowBegin, first);
  const ring = ringRow(scratch, z, y);
  const fields = scratch.mapRecord / LANES;
  const start = max(min(before, begin), first);
  clearBetween(ring, before, min(begin, start), fields * 8);
  followUnchanged(scratch.mapRow, column, leavingRow, min(first, goneBegin), min(start, begin), scratch.mapRecord);
  if (start < begin) {
    const skipped = <usize>start * fields;
    slideMaps(
      scratch.zeros,
      ring + skipped * 8,
      column + skipped * LANES,
      leavingRow + skipped * LANES,
      scratch.mapRow + skipped * LANES,
      <usize>(begin - start) * fields,
    );
  }
}

/** Scores row y of plane z from where its windows have content; before that, score and maps are 0. */
function scorePlainRowAt(job: Job, scratch: Scratch, y: isize, z: isize): void {
  const halfWidth = <i32>scratch.halfWidth;
  const empty = scratch.rowBegin >= halfWidth;
  const reached = empty ? halfWidth : max(0, scratch.rowBegin - <i32>scratch.radiusWidth);
  const begin = job.correctBorder == 0 ? reached : 0;
  const backward = scratch.gradients > 0;
  if (backward) passMapRow(scratch, y, z, begin);
  if (begin < halfWidth) {
    watchLargest(job, scratch, y, z);
    scorePlain(job, scratch, y, z, <isize>begin);
  }
  changetype<Totals>(scratch.totals).ones += <f64>scratch.width;
  if (backward) settleMapRow(scratch, y);
}

/** Scores plane z and finishes the gradient of plane z − radius, for the plain score. */
export function sweepPlainPlane(job: Job, scratch: Scratch, z: isize, leaving: isize): void {
  const height = scratch.height;
  const radius = scratch.radiusHeight;
  const window: isize = 2 * radius + 1;
  const forward = z < scratch.depth;
  const backward = scratch.gradients > 0;
  const finished = z - scratch.radiusDepth;
  memory.fill(scratch.row, 0, scratch.rowBytes);
  scratch.rowBegin = <i32>scratch.halfWidth;
  if (backward) {
    memory.fill(scratch.mapRow, 0, scratch.mapRowBytes);
    scratch.mapRowBegin = <i32>scratch.halfWidth;
  }
  for (let step: isize = 0; step < height + radius + (backward ? radius : 0); step++) {
    if (forward && step < height + radius) {
      if (step < height) slidePlainColumns(job, scratch, step, z + scratch.radiusDepth, leaving, true);
      else if (step >= window) {
        subtractRow(scratch.row, scratch.columns + <usize>(step - window) * scratch.rowBytes, scratch.rowBytes);
        settleRow(scratch, step);
      } else settleRow(scratch, step);
    }
    const y = step - radius;
    if (y < 0) continue;
    if (y < height) {
      if (forward) scorePlainRowAt(job, scratch, y, z);
      else if (backward) {
        passMapRow(scratch, y, z, <i32>scratch.halfWidth);
        settleMapRow(scratch, y);
      }
    } else if (backward) {
      if (y >= window) {
        subtractRow(
          scratch.mapRow,
          scratch.mapColumns + <usize>(y - window) * scratch.mapRowBytes,
          scratch.mapRowBytes,
        );
      }
      settleMapRow(scratch, y);
    }
    if (backward && y >= radius && finished >= scratch.firstPlane)
      finishGradientRow(job, scratch, y - radius, finished);
  }
}

/** The gradient of a row: 0 before the first window that holds maps. */
function finishGradientRow(job: Job, scratch: Scratch, y: isize, z: isize): void {
  const halfWidth = <i32>scratch.halfWidth;
  const begin = scratch.mapRowBegin >= halfWidth ? halfWidth : max(0, scratch.mapRowBegin - <i32>scratch.radiusWidth);
  const bytes = (<usize>scratch.width) << 2;
  const offset = <usize>scratch.group * scratch.volume + <usize>z * scratch.plane + <usize>y * bytes;
  clearEnds(<usize>job.gradientMoving + offset, bytes, (<usize>begin) << 2);
  if (scratch.gradients > 1) clearEnds(<usize>job.gradientFixed + offset, bytes, (<usize>begin) << 2);
  if (begin < halfWidth) gradientRow(job, scratch, y, z, <usize>begin);
}

function clearEnds(row: usize, bytes: usize, cleared: usize): void {
  memory.fill(row, 0, cleared);
  memory.fill(row + bytes - cleared, 0, cleared);
}
