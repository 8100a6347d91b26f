import { dropMapRow, gradientRow, slideMapRow, sumMapRow } from './backward';
import { fillMissingRows, isPlain, scoreRow, slideColumns, sumColumns, sumRows, watchLargest } from './forward';
import { Job } from './job';
import { subtractRow } from './record';
import { Totals } from './score-general';
import { slidePlainColumns, sweepPlainPlane } from './plain-plane';
import { placeScratch, Scratch } from './scratch';

/** Bytes of scratch one thread needs for a job. `at` is any 64-byte aligned place for the object itself. */
export function scratchBytes(jobAddress: usize, at: usize): usize {
  const scratch = changetype<Scratch>(at);
  placeScratch(scratch, changetype<Job>(jobAddress));
  return scratch.end - at;
}

/**
 * Loss and gradient of one slab of planes in ONE sweep over z, row by row:
 *
 *     sums along z → along y → along x → score, a, β, g → ring → sums along z → along y → along x → gradient
 *
 * The second half runs 2r rows and r planes behind the first. A slab computes the maps of r planes around it again, so
 * slabs share nothing and their results do not depend on who computes them.
 *
 * @param task `group · slabs + slab`
 */
export function run(jobAddress: usize, task: i32, scratchAddress: usize): void {
  const job = changetype<Job>(jobAddress);
  const scratch = changetype<Scratch>(scratchAddress);
  placeScratch(scratch, job);
  memory.fill(scratch.missingMoving, 0, scratch.end - scratch.missingMoving);
  const slabs = <isize>job.slabs;
  const depth = scratch.depth;
  const slab = <isize>task % slabs;
  scratch.group = <isize>task / slabs;
  scratch.firstPlane = (depth * slab) / slabs;
  scratch.endPlane = (depth * (slab + 1)) / slabs;
  fillMissingRows(job, scratch);
  emptyBegins(scratch);
  const radius = scratch.radiusDepth;
  const halo = scratch.gradients > 0 ? radius : 0;
  scratch.firstScored = max<isize>(0, scratch.firstPlane - halo);
  const firstSummed = max<isize>(0, scratch.firstScored - radius);
  scratch.firstSummed = firstSummed;
  const plain = isPlain(job);
  if (scratch.running) {
    for (let z = firstSummed; z < min<isize>(scratch.firstScored + radius, depth); z++) {
      for (let y: isize = 0; y < scratch.height; y++) {
        if (plain) slidePlainColumns(job, scratch, y, z, -1, false);
        else slideColumns(job, scratch, y, z, -1, false, 0);
      }
    }
  }
  for (let z = scratch.firstScored; z < scratch.endPlane + halo; z++) {
    const passed = z - radius - 1;
    const leaving = passed >= firstSummed ? passed : -1;
    memory.fill(scratch.totals, 0, offsetof<Totals>());
    if (plain) sweepPlainPlane(job, scratch, z, leaving);
    else sweepPlane(job, scratch, z, leaving);
    if (z >= scratch.firstPlane && z < scratch.endPlane) storePlaneSums(job, scratch, z);
  }
}

/** No row has content yet. */
function emptyBegins(scratch: Scratch): void {
  for (let at = scratch.columnBegins; at < scratch.columns; at += 4) store<i32>(at, <i32>scratch.halfWidth);
}

/** Scores plane z and finishes the gradient of plane z − radius, for any definition and kind of sums. */
function sweepPlane(job: Job, scratch: Scratch, z: isize, leaving: isize): void {
  const height = scratch.height;
  const radius = scratch.radiusHeight;
  const window: isize = 2 * radius + 1;
  const forward = z < scratch.depth;
  const backward = scratch.gradients > 0;
  const finished = z - scratch.radiusDepth;
  const entering = z + scratch.radiusDepth;
  const counted = z >= scratch.firstPlane && z < scratch.endPlane;
  if (scratch.running) {
    memory.fill(scratch.row, 0, scratch.rowBytes);
    if (backward) memory.fill(scratch.mapRow, 0, scratch.mapRowBytes);
  }
  for (let step: isize = 0; step < height + radius + (backward ? radius : 0); step++) {
    if (forward) {
      if (step < height) {
        if (scratch.running) slideColumns(job, scratch, step, entering, leaving, true, 0);
        else sumColumns(job, scratch, step, z);
      } else if (scratch.running && step >= window && step < height + radius) {
        subtractRow(scratch.row, scratch.columns + <usize>(step - window) * scratch.rowBytes, scratch.rowBytes);
      }
    }
    const y = step - radius;
    if (y < 0) continue;
    if (y < height) {
      if (forward) {
        if (scratch.running) watchLargest(job, scratch, y, z);
        if (!scratch.running)
          sumRows(scratch, scratch.columns, scratch.row, scratch.rowBytes, y, <usize>job.weightsHeight);
        scoreRow(job, scratch, y, z, counted);
      }
      if (backward) {
        if (scratch.running) slideMapRow(scratch, y, z);
        else sumMapRow(job, scratch, y, z);
      }
    } else if (backward && scratch.running) dropMapRow(scratch, y);
    if (backward && y >= radius && finished >= scratch.firstPlane) gradientRow(job, scratch, y - radius, finished, 0);
  }
}

/** Float64 fields per plane: Σ w s, Σ of the 1 of `one − w s`, largest S_II, largest S_JJ. */
function storePlaneSums(job: Job, scratch: Scratch, z: isize): void {
  const totals = changetype<Totals>(scratch.totals);
  const target = <usize>job.planeSums + <usize>(scratch.group * scratch.depth + z) * 32;
  store<f64>(target, totals.weighted);
  store<f64>(target, totals.ones, 8);
  store<f64>(target, totals.largestMoving, 16);
  store<f64>(target, totals.largestFixed, 24);
}
