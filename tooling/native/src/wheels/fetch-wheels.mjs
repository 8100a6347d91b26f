import { assertSpace } from '../cache/free-space.mjs';
import { isUnpacked, unpackWheel } from './unpack-wheel.mjs';

/**
 * Brings what is needed from some wheels into a folder, as far as it is not there.
 *
 * @param {readonly import('./wheel.mjs').Wheel[]} wheels
 * @param {string} folder
 * @param {import('../workshop.mjs').Workshop} workshop
 * @throws {SetupError} before anything is fetched, when there is no Python or not enough space.
 */
export async function fetchWheels(wheels, folder, workshop) {
  const missing = wheels.filter((wheel) => !isUnpacked(wheel, folder));
  if (missing.length === 0) return;
  await workshop.python();
  assertSpace(workshop.root, missing);
  for (const wheel of missing) await unpackWheel(wheel, folder, workshop);
}
