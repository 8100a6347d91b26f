import type { ResolvedOptimizer } from '@fast-lncc/networks/training';
import {
  add,
  divide,
  type Edge,
  type Graph,
  maximum,
  multiply,
  scale,
  shift,
  square,
  squareRoot,
  subtract,
} from '@fast-lncc/onnx';

/**
 * Appends one update of the flat parameter vector θ:
 *
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        (AMSGrad: v̂ ← max(v̂, v), in place of v below)
 *     θ ← θ − stepSize · m / (rootFactor · √v + ε)
 *
 * Adds the inputs `firstMoment`, `secondMoment` (`largestSecondMoment`), `stepSize`, `rootFactor` and the outputs
 * `parameters_next`, `firstMoment_next`, ….
 */
export function appendUpdate(graph: Graph, optimizer: ResolvedOptimizer, parameters: Edge, gradient: Edge): void {
  const { firstDecay, secondDecay, epsilon, name } = optimizer;
  const moment = (input: string) => graph.input(input, parameters.shape);
  const decayed = (previous: Edge, decay: number, fresh: Edge) =>
    add(graph, scale(graph, previous, decay), scale(graph, fresh, 1 - decay));
  const first = decayed(moment('firstMoment'), firstDecay, gradient);
  const second = decayed(moment('secondMoment'), secondDecay, square(graph, gradient));
  const largest = name === 'amsgrad' ? maximum(graph, moment('largestSecondMoment'), second) : undefined;
  const root = multiply(graph, squareRoot(graph, largest ?? second), graph.input('rootFactor', []));
  const direction = divide(graph, first, shift(graph, root, epsilon));
  const next = subtract(graph, parameters, multiply(graph, direction, graph.input('stepSize', [])));
  graph.output(next, 'parameters_next');
  graph.output(first, 'firstMoment_next');
  graph.output(second, 'secondMoment_next');
  if (largest !== undefined) graph.output(largest, 'largestSecondMoment_next');
}
