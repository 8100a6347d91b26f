import { Job } from './job';
import { Scratch } from './scratch';

/**
 * Which rows hold anything but the center, so that the background of a scan costs next to nothing: per plane and row of
 * the images, how many planes of the window have something in a row, and the same for the maps in the ring.
 */

/** Whether a row of either image differs from its center anywhere; NaN does. */
// @ts-ignore: decorator
@inline
function differs(row: usize, width: usize, center: f32): bool {
  const value = f32x4.splat(center);
  const whole = row + ((width & ~3) << 2);
  const end = row + (width << 2);
  while (row < whole) {
    if (v128.any_true(f32x4.ne(v128.load(row), value))) return true;
    row += 16;
  }
  while (row < end) {
    if (load<f32>(row) != center) return true;
    row += 4;
  }
  return false;
}

// @ts-ignore: decorator
@inline
function imageFlag(scratch: Scratch, y: isize, z: isize): usize {
  return scratch.imageFlags + <usize>(z * scratch.height + y);
}

/** Looks at row y of plane z, which enters, and keeps what it finds for the time it leaves. */
export function rowEnters(job: Job, scratch: Scratch, y: isize, z: isize): bool {
  const offset = <usize>scratch.group * scratch.volume + <usize>z * scratch.plane + <usize>y * (<usize>scratch.width << 2);
  const centers = <usize>job.centers + (<usize>scratch.group << 4);
  const active =
    differs(<usize>job.moving + offset, <usize>scratch.width, <f32>load<f64>(centers)) ||
    differs(<usize>job.fixed + offset, <usize>scratch.width, <f32>load<f64>(centers, 8));
  store<u8>(imageFlag(scratch, y, z), active ? 1 : 0);
  return active;
}

export function rowLeaves(scratch: Scratch, y: isize, z: isize): bool {
  return load<u8>(imageFlag(scratch, y, z)) != 0;
}

/** Changes a count of rows by those that enter and leave, and returns it. */
// @ts-ignore: decorator
@inline
export function recount(counts: usize, y: isize, enters: bool, leaves: bool): i32 {
  const at = counts + (<usize>y << 2);
  const count = load<i32>(at) + (enters ? 1 : 0) - (leaves ? 1 : 0);
  store<i32>(at, count);
  return count;
}

/** Whether a row counts anything; rows above the image do not. */
// @ts-ignore: decorator
@inline
export function isActive(counts: usize, y: isize): bool {
  return y >= 0 && load<i32>(counts + (<usize>y << 2)) > 0;
}

/** Whether row y of plane z had maps when it took its place in the ring, and has them now. */
export function exchangeMapFlag(scratch: Scratch, y: isize, z: isize, active: bool): bool {
  const slot = (z - scratch.firstScored) % (2 * scratch.radiusDepth + 1);
  const at = scratch.mapFlags + <usize>(slot * scratch.height + y);
  const before = load<u8>(at) != 0;
  store<u8>(at, active ? 1 : 0);
  return before;
}
