import { openScan } from './open-scan.ts';
import { toVolume } from './to-volume.ts';
import type { Volume } from './volume.ts';

/**
 * The image of a file: NIfTI-1 and -2 (`.nii`, `.nii.gz`), the array `vol` or the only one of an `.npz`, an `.npy`, or the
 * first array of a pickle (`.pkl`, `.pickle`).
 *
 * @throws InvalidDataError when the file is unreadable, truncated, of another format, not a volume, or holds values that
 * cannot be used.
 */
export function readVolume(path: string): Volume {
  return toVolume(openScan(path).image(), path);
}
