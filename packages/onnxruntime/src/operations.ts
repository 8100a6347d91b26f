import type { Operations } from '@fast-lncc/core';
import {
  add,
  divide,
  type Edge,
  type Graph,
  greater,
  maximum,
  minimum,
  multiply,
  reciprocal,
  reduceMean,
  reduceSum,
  scale,
  select,
  shift,
  squareRoot,
  subtract,
} from '@fast-lncc/onnx';
import type { WindowSums } from './window-sums/contract.ts';

/** The verbs as nodes of a graph; maps are edges `[batch, channels, ...spatial]`, scalars edges of rank 0. */
export function createGraphOperations(graph: Graph, windowSums: WindowSums): Operations<Edge> {
  const zero = () => graph.constant(0, []);
  const valueEdge = (value: Edge | number) => (typeof value === 'number' ? graph.constant(value, []) : value);
  // One axis after the other: over a whole volume at once some providers add term by term, and float32 loses digits.
  const byAxis = (reduce: typeof reduceMean, map: Edge, axes: readonly number[]) =>
    axes.reduceRight((reduced, axis) => reduce(graph, reduced, [axis], true), map);
  const spatialAxes = (map: Edge) => map.shape.map((_, axis) => axis).slice(2);
  return {
    add: (a, b) => add(graph, a, b),
    subtract: (a, b) => subtract(graph, a, b),
    multiply: (a, b) => multiply(graph, a, b),
    divide: (a, b) => divide(graph, a, b),
    scale: (a, factor) => scale(graph, a, factor),
    shift: (a, offset) => shift(graph, a, offset),
    maximum: (a, floor) => maximum(graph, a, floor),
    minimum: (a, ceiling) => minimum(graph, a, ceiling),
    squareRoot: (a) => squareRoot(graph, a),
    reciprocal: (a) => reciprocal(graph, a),
    whereAbove: (test, threshold, value) => select(graph, greater(graph, test, threshold), valueEdge(value), zero()),
    whereAtMost: (test, limit, value) => {
      const [atMost] = graph.node(
        'LessOrEqual',
        [test, graph.constant(limit, [])],
        [{ shape: test.shape, type: 'bool' }],
      );
      return select(graph, atMost as Edge, valueEdge(value), zero());
    },
    field: (vectors) => {
      const shape = vectors.map((vector) => vector.length);
      return vectors
        .map((vector, axis) =>
          graph.constant(Float32Array.from(vector), [
            1,
            1,
            ...shape.map((length, other) => (other === axis ? length : 1)),
          ]),
        )
        .reduce((product, vector) => multiply(graph, product, vector));
    },
    windowSums: (maps, window) => windowSums(graph, maps, window),
    imageMean: (map) => byAxis(reduceMean, map, spatialAxes(map)),
    sumChannels: (map) => reduceSum(graph, map, [1], true),
    sum: (map) => reduceSum(graph, byAxis(reduceSum, map, spatialAxes(map))),
    mean: (map) => reduceMean(graph, byAxis(reduceMean, map, spatialAxes(map))),
  };
}
