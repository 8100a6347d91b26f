import { statfsSync } from 'node:fs';
import { megabytes } from '../process/voice.mjs';
import { SetupError } from '../setup-error.mjs';

/**
 * @param {string} root the cache, which exists
 * @param {readonly import('../wheels/wheel.mjs').Wheel[]} wheels that are still to be fetched
 * @throws {SetupError} when they do not fit on the disk, before anything is fetched.
 */
export function assertSpace(root, wheels) {
  const unpacked = wheels.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  // A wheel is removed as soon as it is unpacked: only the largest counts.
  const needed = unpacked + Math.max(0, ...wheels.map(({ bytes }) => bytes));
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  if (needed <= free) return;
  throw new SetupError(
    `The disk of ${root} has ${megabytes(free)} free; ${megabytes(needed)} are needed.`,
    'Free some space, or name a folder on another disk with FAST_LNCC_CACHE.',
  );
}
