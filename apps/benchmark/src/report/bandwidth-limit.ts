/**
 * Bytes per voxel that any evaluation has to move between memory and processor, float32: it reads two images once, and
 * with the gradient writes one volume. A model of the least, not a count of what an algorithm moves: the maps between,
 * the window sums and the scratch memory are taken to stay in caches.
 */
export const leastBytesPerVoxel = { forward: 8, gradient: 12 } as const;

/** Milliseconds below which the loss cannot go on memory of that rate, the model of {@link leastBytesPerVoxel}. */
export function bandwidthLimit(mode: keyof typeof leastBytesPerVoxel, voxels: number, bytesPerSecond: number): number {
  return (1000 * leastBytesPerVoxel[mode] * voxels) / bytesPerSecond;
}
