import { type Operations, sizeOf } from '@fast-lncc/core';
import { differentiable, type Edge, expand, multiply, scale, type Tape, unbroadcast } from '@fast-lncc/onnx';
import { createGraphOperations } from './operations.ts';
import type { WindowSums } from './window-sums/contract.ts';

/**
 * The verbs as nodes of a graph, each recorded with its adjoint: the program differentiated operation by operation, as
 * a framework's automatic differentiation runs it (the paper's setting for Algorithms 1 and 2).
 *
 * With `grouped` all maps go up through one convolution again; with the other algorithms each map that needs a gradient.
 */
export function createTapedOperations(tape: Tape, windowSums: WindowSums, stacked: boolean): Operations<Edge> {
  const { graph } = tape;
  const plain = createGraphOperations(graph, windowSums);
  const recordWhere =
    (where: Operations<Edge>['whereAbove']): Operations<Edge>['whereAbove'] =>
    (test, threshold, value) => {
      const chosen = where(test, threshold, value);
      if (typeof value === 'number') return chosen;
      return tape.record(chosen, [value], (gradient, give) =>
        give(value, unbroadcast(graph, where(test, threshold, gradient), value.shape)),
      );
    };
  return {
    ...plain,
    add: (a, b) => differentiable.add(tape, a, b),
    subtract: (a, b) => differentiable.subtract(tape, a, b),
    multiply: (a, b) => differentiable.multiply(tape, a, b),
    divide: (a, b) => differentiable.divide(tape, a, b),
    scale: (a, factor) => differentiable.scale(tape, a, factor),
    shift: (a, offset) => differentiable.shift(tape, a, offset),
    maximum: (a, floor) => differentiable.maximum(tape, a, floor),
    minimum: (a, ceiling) => differentiable.minimum(tape, a, ceiling),
    squareRoot: (a) => differentiable.squareRoot(tape, a),
    reciprocal: (a) => {
      const inverse = plain.reciprocal(a);
      return tape.record(inverse, [a], (gradient, give) =>
        give(a, multiply(graph, gradient, scale(graph, multiply(graph, inverse, inverse), -1))),
      );
    },
    whereAbove: recordWhere(plain.whereAbove),
    whereAtMost: recordWhere(plain.whereAtMost),
    windowSums: (maps, window) => {
      if (!stacked) {
        return maps.map((map) => {
          const [sum] = windowSums(graph, [map], window) as [Edge];
          return tape.record(sum, [map], (gradient, give) =>
            give(map, windowSums(graph, [gradient], window)[0] as Edge),
          );
        });
      }
      return tape.record(windowSums(graph, maps, window), maps, (gradients, give) => {
        const present = gradients.filter((gradient) => gradient !== undefined);
        const sums = windowSums(graph, present, window);
        maps.forEach((map, index) => {
          const gradient = gradients[index];
          if (gradient !== undefined) give(map, sums[present.indexOf(gradient)] as Edge);
        });
      });
    },
    imageMean: (map) => {
      const voxels = sizeOf(map.shape.slice(2));
      return tape.record(plain.imageMean(map), [map], (gradient, give) =>
        give(map, expand(graph, scale(graph, gradient, 1 / voxels), map.shape)),
      );
    },
    sumChannels: (map) =>
      tape.record(plain.sumChannels(map), [map], (gradient, give) => give(map, expand(graph, gradient, map.shape))),
    sum: (map) => differentiable.sum(tape, map),
    mean: (map) => differentiable.mean(tape, map),
  };
}
