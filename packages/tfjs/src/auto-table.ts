// Written by bench/choose-algorithm.mjs.

/**
 * Per backend: up to how many voxels of an axis per tap of the window the band matrices are the faster form. 0, always
 * the separable convolutions, stands for no measurement: webgl and webgpu ran on software adapters alone, whose speed
 * tells nothing about that of a GPU, and separable convolutions multiply least. tensorflow is that of tfjs-node on a CPU.
 */
export const autoTable: Readonly<Record<string, number>> = {
  cpu: 1.6,
  wasm: 70,
  tensorflow: 43,
  webgl: 0,
  webgpu: 0,
};

/**
 * Per backend: from how many voxels of an axis per tap of the window on the fused kernel is faster than both. It has
 * running sums for windows that are boxes, and pays per tap for weighted ones.
 */
export const fusedTable: Readonly<Record<string, { readonly box: number; readonly weighted: number }>> = {
  cpu: { box: 0, weighted: 0 },
  wasm: { box: 0, weighted: 2.5 },
  tensorflow: { box: 0, weighted: 11 },
};
