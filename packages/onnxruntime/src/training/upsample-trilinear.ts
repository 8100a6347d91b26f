import { add, concat, type Edge, type Graph, matMul, reshape, scale, slice, type Tape } from '@fast-lncc/onnx';

/**
 * Twice the voxels, linearly between the centers: along an axis, `y(2i) = ¼ x(i − 1) + ¾ x(i)` and
 * `y(2i + 1) = ¾ x(i) + ¼ x(i + 1)`, clamped at the edges. A product with the weights along the last axis, whose neighbors
 * are the dearest to bring together; slices along the others.
 */
export function upsampleTrilinearStep(tape: Tape, map: Edge): Edge {
  const { graph } = tape;
  const [, channels = 1, depth = 1, height = 1, width = 1] = map.shape;
  const rows = channels * depth * height;
  const wide = matMul(graph, reshape(graph, map, [rows, width]), weights(graph, width, false));
  const high = twice(graph, reshape(graph, wide, [channels * depth, height, 2 * width]));
  const deep = twice(graph, reshape(graph, high, [channels, depth, 4 * height * width]));
  const output = reshape(graph, deep, [1, channels, 2 * depth, 2 * height, 2 * width]);
  return tape.record(output, [map], (gradient, give) => {
    const shallow = half(graph, reshape(graph, gradient, [channels, 2 * depth, 4 * height * width]));
    const low = half(graph, reshape(graph, shallow, [channels * depth, 2 * height, 2 * width]));
    const narrow = matMul(graph, reshape(graph, low, [rows, 2 * width]), weights(graph, width, true));
    give(map, reshape(graph, narrow, map.shape));
  });
}

/** `[length, 2 · length]` */
function weights(graph: Graph, length: number, transposed: boolean): Edge {
  const values = new Float32Array(2 * length * length);
  for (let column = 0; column < 2 * length; column++) {
    const own = column >> 1;
    const neighbor = Math.min(length - 1, Math.max(0, column % 2 === 0 ? own - 1 : own + 1));
    for (const [row, weight] of [
      [own, 0.75],
      [neighbor, 0.25],
    ] as const) {
      const place = transposed ? column * length + row : row * 2 * length + column;
      values[place] = (values[place] ?? 0) + weight;
    }
  }
  return graph.constant(values, transposed ? [2 * length, length] : [length, 2 * length]);
}

/** Along the middle one of three axes. */
function twice(graph: Graph, map: Edge): Edge {
  const [outer = 1, length = 1, inner = 1] = map.shape;
  const [first, last] = [slice(graph, map, 1, 0, 1), slice(graph, map, 1, length - 1, length)];
  const before = length === 1 ? first : concat(graph, [first, slice(graph, map, 1, 0, length - 1)], 1);
  const after = length === 1 ? last : concat(graph, [slice(graph, map, 1, 1, length), last], 1);
  const own = scale(graph, map, 0.75);
  const pairs = [before, after].map((neighbor) =>
    reshape(graph, add(graph, own, scale(graph, neighbor, 0.25)), [outer, length, 1, inner]),
  );
  return reshape(graph, concat(graph, pairs, 2), [outer, 2 * length, inner]);
}

/** The adjoint of {@link twice}. */
function half(graph: Graph, map: Edge): Edge {
  const [outer = 1, double = 2, inner = 1] = map.shape;
  const length = double / 2;
  const pairs = reshape(graph, map, [outer, length, 2, inner]);
  const [even, odd] = [0, 1].map((parity) =>
    reshape(graph, slice(graph, pairs, 2, parity, parity + 1), [outer, length, inner]),
  ) as [Edge, Edge];
  const own = scale(graph, add(graph, even, odd), 0.75);
  // The first even voxel and the last odd one were clamped: each is its own neighbor.
  const next =
    length === 1 ? odd : concat(graph, [slice(graph, even, 1, 1, length), slice(graph, odd, 1, length - 1, length)], 1);
  const previous =
    length === 1 ? even : concat(graph, [slice(graph, even, 1, 0, 1), slice(graph, odd, 1, 0, length - 1)], 1);
  return add(graph, own, scale(graph, add(graph, next, previous), 0.25));
}
