/**
 * Naive separable kernels: loss and gradient to the moving image of the paper's definition, one volume. Not published; for this
 * benchmark and the page of `apps/benchmark`.
 *
 * @param size `[D, H, W]` in voxels
 * @param buffers f32 in C order with the usage STORAGE; the loss has four elements, of which the first is written
 * @returns a function that records one evaluation.
 */
export function createNaive(
  device: GPUDevice,
  size: readonly [number, number, number],
  window: number,
  buffers: Readonly<Record<'moving' | 'fixed' | 'loss' | 'gradient', GPUBuffer>>,
): (encoder: GPUCommandEncoder) => void;
