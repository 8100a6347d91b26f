import { exchangeMapFlag, isActive, recount, rowEnters, rowLeaves } from './activity';
import { gradientRow, leavingMapRow, ringRow } from './backward';
import { scorePlain, slideColumns, watchLargest } from './forward';
import { slideMaps } from './gradient';
import { Job } from './job';
import { addRow, LANES, subtractRow } from './record';
import { Scratch } from './scratch';
import { Totals } from './score-general';

/**
 * The sums along z of row y move by one plane, and those along z and y with them. Rows without content cost nothing, and
 * sums without content are set to 0 exactly, so that no rounding is left behind.
 */
export function slidePlainColumns(job: Job, scratch: Scratch, y: isize, entering: isize, leaving: isize, follow: bool): void {
  const enters = entering < scratch.depth && rowEnters(job, scratch, y, entering);
  const leaves = leaving >= 0 && rowLeaves(scratch, y, leaving);
  const active = recount(scratch.columnCounts, y, enters, leaves) > 0;
  const column = scratch.columns + <usize>y * scratch.rowBytes;
  const gone: isize = y - 2 * scratch.radiusHeight - 1;
  const goneActive = follow && isActive(scratch.columnCounts, gone);
  const changes = enters || leaves;
  if (active && changes) {
    slideColumns(job, scratch, y, entering, leaving, follow);
  } else {
    if (changes) memory.fill(column, 0, scratch.rowBytes);
    if (follow && active) addRow(scratch.row, column, scratch.rowBytes);
    if (goneActive) subtractRow(scratch.row, scratch.columns + <usize>gone * scratch.rowBytes, scratch.rowBytes);
  }
  if (follow) settleRow(scratch, active, goneActive);
}

/** Counts the rows in the sums along z and y. */
function settleRow(scratch: Scratch, enters: bool, leaves: bool): void {
  scratch.activeRows += (enters ? 1 : 0) - (leaves ? 1 : 0);
  if (leaves && scratch.activeRows == 0) memory.fill(scratch.row, 0, scratch.rowBytes);
}

function settleMapRow(scratch: Scratch, enters: bool, leaves: bool): void {
  scratch.activeMapRows += (enters ? 1 : 0) - (leaves ? 1 : 0);
  if (leaves && scratch.activeMapRows == 0) memory.fill(scratch.mapRow, 0, scratch.mapRowBytes);
}

/** Row y of plane z has no maps: only what the ring held of it leaves the sums. */
function passMapRow(scratch: Scratch, y: isize, z: isize): void {
  const leaves = exchangeMapFlag(scratch, y, z, false);
  const active = recount(scratch.mapCounts, y, false, leaves) > 0;
  const column = scratch.mapColumns + <usize>y * scratch.mapRowBytes;
  const goneActive = isActive(scratch.mapCounts, y - 2 * scratch.radiusHeight - 1);
  const ring = ringRow(scratch, z, y);
  if (active && leaves) {
    slideMaps(scratch.zeros, ring, column, leavingMapRow(scratch, y), scratch.mapRow, scratch.mapRowBytes / LANES);
  } else {
    if (leaves) {
      memory.fill(ring, 0, scratch.ringRow);
      memory.fill(column, 0, scratch.mapRowBytes);
    }
    if (active) addRow(scratch.mapRow, column, scratch.mapRowBytes);
    if (goneActive) subtractRow(scratch.mapRow, leavingMapRow(scratch, y), scratch.mapRowBytes);
  }
  settleMapRow(scratch, active, goneActive);
}

/** Scores row y of plane z; without content, and without a border to correct, score and maps are 0. */
function scorePlainRowAt(job: Job, scratch: Scratch, y: isize, z: isize): void {
  if (scratch.activeRows == 0 && job.correctBorder == 0) {
    changetype<Totals>(scratch.totals).ones += <f64>scratch.width;
    if (scratch.gradients > 0) passMapRow(scratch, y, z);
    return;
  }
  watchLargest(job, scratch, y, z);
  if (scratch.gradients > 0) {
    const leaves = exchangeMapFlag(scratch, y, z, true);
    recount(scratch.mapCounts, y, true, leaves);
  }
  scorePlain(job, scratch, y, z);
  if (scratch.gradients > 0) settleMapRow(scratch, true, isActive(scratch.mapCounts, y - 2 * scratch.radiusHeight - 1));
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
  scratch.activeRows = 0;
  if (backward) {
    memory.fill(scratch.mapRow, 0, scratch.mapRowBytes);
    scratch.activeMapRows = 0;
  }
  for (let step: isize = 0; step < height + radius + (backward ? radius : 0); step++) {
    if (forward && step < height + radius) {
      if (step < height) slidePlainColumns(job, scratch, step, z + scratch.radiusDepth, leaving, true);
      else if (isActive(scratch.columnCounts, step - window)) {
        subtractRow(scratch.row, scratch.columns + <usize>(step - window) * scratch.rowBytes, scratch.rowBytes);
        settleRow(scratch, false, true);
      }
    }
    const y = step - radius;
    if (y < 0) continue;
    if (y < height) {
      if (forward) scorePlainRowAt(job, scratch, y, z);
      else if (backward) passMapRow(scratch, y, z);
    } else if (backward && isActive(scratch.mapCounts, y - window)) {
      subtractRow(scratch.mapRow, scratch.mapColumns + <usize>(y - window) * scratch.mapRowBytes, scratch.mapRowBytes);
      settleMapRow(scratch, false, true);
    }
    if (backward && y >= radius && finished >= scratch.firstPlane) {
      if (scratch.activeMapRows > 0) gradientRow(job, scratch, y - radius, finished);
      else clearGradientRow(job, scratch, y - radius, finished);
    }
  }
}

function clearGradientRow(job: Job, scratch: Scratch, y: isize, z: isize): void {
  const bytes = <usize>scratch.width << 2;
  const offset = <usize>scratch.group * scratch.volume + <usize>z * scratch.plane + <usize>y * bytes;
  memory.fill(<usize>job.gradientMoving + offset, 0, bytes);
  if (scratch.gradients > 1) memory.fill(<usize>job.gradientFixed + offset, 0, bytes);
}
