import { type Edge, type Graph, matMul, reshape, transpose } from '@fast-lncc/onnx';

/**
 * Along an axis, a fine position of parity q that looks at three neighbors sees two coarse voxels: an even one its
 * predecessor by tap 0 and its own by taps 1 and 2, an odd one its own by taps 0 and 1 and its successor by tap 2. Rows:
 * (q, which of the two), columns: taps.
 */
const sharing = [
  [1, 0, 0],
  [0, 1, 1],
  [1, 1, 0],
  [0, 0, 1],
] as const;

/**
 * Kernels `[outputs, inputs, 3, 3, 3]` of the fine grid as kernels of the coarse one, one for every parity of the fine
 * position: `[outputs · 8, inputs, 2, 2, 2]`, parities in the order of `interleave`.
 */
export function phaseKernels(graph: Graph, weight: Edge): Edge {
  const [outputs = 1, inputs = 1] = weight.shape;
  const shared = alongAxes(graph, weight, 4, sharingMatrix(graph, true));
  const apart = reshape(graph, shared, [outputs, inputs, 2, 2, 2, 2, 2, 2]);
  return reshape(graph, transpose(graph, apart, [0, 2, 4, 6, 1, 3, 5, 7]), [outputs * 8, inputs, 2, 2, 2]);
}

/** The adjoint of {@link phaseKernels}. */
export function fineKernels(graph: Graph, phases: Edge): Edge {
  const [parities = 8, inputs = 1] = phases.shape;
  const outputs = parities / 8;
  const apart = reshape(graph, phases, [outputs, 2, 2, 2, inputs, 2, 2, 2]);
  const shared = transpose(graph, apart, [0, 4, 1, 5, 2, 6, 3, 7]);
  return alongAxes(graph, reshape(graph, shared, [outputs, inputs, 4, 4, 4]), 3, sharingMatrix(graph, false));
}

/** A matrix applied along each of the last three axes: the last axis becomes the first of them, three times. */
function alongAxes(graph: Graph, weight: Edge, length: number, matrix: Edge): Edge {
  const [outputs = 1, inputs = 1] = weight.shape;
  let current = weight;
  for (let axis = 0; axis < 3; axis++) {
    const [, , first = 1, second = 1, third = 1] = current.shape;
    const rows = matMul(graph, reshape(graph, current, [outputs * inputs * first * second, third]), matrix);
    const volume = reshape(graph, rows, [outputs, inputs, first, second, length]);
    current = transpose(graph, volume, [0, 1, 4, 2, 3]);
  }
  return current;
}

function sharingMatrix(graph: Graph, transposed: boolean): Edge {
  const [rows, columns] = [sharing.length, sharing[0].length];
  const values = transposed
    ? Array.from({ length: columns }, (_, tap) => sharing.map((row) => row[tap] as number)).flat()
    : sharing.flat();
  return graph.constant(Float32Array.from(values), transposed ? [columns, rows] : [rows, columns]);
}
