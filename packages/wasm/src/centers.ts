/** Voxels looked at to choose a center: it may be any constant, and only rounding depends on it. */
const samples = 4096;

/** Share of exact zeros above which an image counts as having a zero background, which centering would blur. */
const zeroBackgroundShare = 0.05;

/**
 * A constant to subtract from an image so that sums of squares do not cancel: 0 with a zero background, else the
 * median, which one wild voxel does not move, of voxels spread evenly over it. Values that are not finite, or under a mask of 0, do not count. Exact in float32.
 */
export function chooseCenter(image: Float32Array, mask?: Float32Array): number {
  const step = Math.max(1, Math.floor(image.length / samples)) | 1;
  const seen: number[] = [];
  for (let index = 0; index < image.length; index += step) {
    const value = image[index] as number;
    if (Number.isFinite(value) && (mask === undefined || (mask[index] as number) > 0)) seen.push(value);
  }
  const zeros = seen.filter((value) => value === 0).length;
  if (seen.length === 0 || zeros > zeroBackgroundShare * seen.length) return 0;
  const sorted = Float32Array.from(seen).sort();
  const middle = (sorted[(seen.length - 1) >> 1] as number) + (sorted[seen.length >> 1] as number);
  return Math.fround(middle / 2);
}
