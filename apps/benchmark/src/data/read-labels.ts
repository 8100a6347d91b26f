import type { LabelVolume } from './label-volume.ts';
import { openScan } from './open-scan.ts';
import { toLabelVolume } from './to-volume.ts';

/**
 * The labels of a file: the array `seg` of an `.npz`, the second array of a pickle, or the only array that a file holds.
 *
 * @throws InvalidDataError as `readVolume`, and when a value is no whole number from 0 to 65535.
 */
export function readLabels(path: string): LabelVolume {
  const scan = openScan(path);
  return toLabelVolume(scan.labels?.() ?? scan.image(), path);
}
