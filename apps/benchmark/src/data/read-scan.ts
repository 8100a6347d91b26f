import type { LabelVolume } from './label-volume.ts';
import { openScan } from './open-scan.ts';
import { toLabelVolume, toVolume } from './to-volume.ts';
import type { Volume } from './volume.ts';

/** An image, and its labels where the same file has them. */
export interface Scan {
  readonly image: Volume;
  readonly labels?: LabelVolume;
}

/**
 * Everything a file holds: pickles of `(image, labels)` and `.npz` files with `vol` and `seg` give both.
 *
 * @throws InvalidDataError as `readVolume` and `readLabels`.
 */
export function readScan(path: string): Scan {
  const scan = openScan(path);
  const image = toVolume(scan.image(), path);
  const labels = scan.labels?.();
  return labels ? { image, labels: toLabelVolume(labels, path) } : { image };
}
