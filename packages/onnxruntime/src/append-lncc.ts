import {
  adjoint,
  type FixedState,
  formatShape,
  forward,
  type GradientSet,
  type Images,
  type LnccDefinition,
  type ResolvedDefinition,
  resolveDefinition,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import { createTape, type Edge, type Graph, multiply, type Tape } from '@fast-lncc/onnx';
import { chooseAlgorithm } from './choose-algorithm.ts';
import { createGraphOperations } from './operations.ts';
import { type GraphExecution, type GraphOptions, splitOptions } from './options.ts';
import { createTapedOperations } from './taped-operations.ts';
import { windowSumsOn } from './window-sums/window-sums.ts';

/** Options of {@link appendLncc}. */
export type AppendOptions = GraphOptions & {
  /** Mask `m >= 0` of the images' shape. */
  readonly maskEdge?: Edge;
  /** The tape to record the loss on, with its gradient to whichever image needs one. */
  readonly tape?: Tape;
};

/**
 * Joins an LNCC loss to a graph one is building.
 *
 * With a tape the loss becomes one step of it: its exact gradient flows to `moving` and `fixed` as far as they need one
 * (three window sums for one image, five for both). With `differentiation: 'automatic'` every operation is a step.
 *
 * @param moving Edge `[batch, channels, ...spatial]`, float32.
 * @param fixed Edge of the same shape.
 * @returns The loss, a scalar edge; with reduction `none` the map.
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError
 */
export function appendLncc(graph: Graph, moving: Edge, fixed: Edge, options: AppendOptions = {}): Edge {
  const { tape, maskEdge, ...rest } = options;
  const { definition, execution } = splitOptions(rest, []);
  for (const [name, edge] of [
    ['fixed', fixed],
    ['maskEdge', maskEdge],
  ] as const) {
    if (edge !== undefined && formatShape(edge.shape) !== formatShape(moving.shape)) {
      throw new ShapeMismatchError(
        `${name} has the shape ${formatShape(edge.shape)}, but moving has ${formatShape(moving.shape)}; give both the same.`,
      );
    }
  }
  const images = { moving, fixed, ...(maskEdge === undefined ? {} : { mask: maskEdge }) };
  const program = createProgram(graph, definition, moving.shape, execution);
  return graph.scope('lncc', () => program.loss(images, tape));
}

/** LNCC of one definition, shape and execution, ready to be appended. */
export interface LnccProgram {
  readonly definition: ResolvedDefinition;
  readonly algorithm: ReturnType<typeof chooseAlgorithm>;
  /** The loss (or map), recorded on a tape where one is given. */
  loss(images: Images<Edge>, tape: Tape | undefined): Edge;
  /** Loss, map and gradients at once, from known sums of the fixed image where they are given. */
  evaluate(
    images: Images<Edge>,
    request: {
      readonly gradients: GradientSet;
      readonly map: boolean;
      readonly upstream?: Edge;
      readonly known?: FixedState<Edge>;
    },
  ): {
    readonly loss: Edge;
    readonly map?: Edge;
    readonly gradients: { readonly moving?: Edge | undefined; readonly fixed?: Edge | undefined };
  };
}

/** Binds a definition and its execution to a graph. */
export function createProgram(
  graph: Graph,
  definition: LnccDefinition,
  shape: readonly number[],
  { algorithm: choice = 'auto', differentiation = 'analytic', provider = 'cpu' }: GraphExecution,
): LnccProgram {
  const resolved = resolveDefinition(definition, shape);
  const algorithm = chooseAlgorithm(choice, resolved, provider);
  const windowSums = windowSumsOn(algorithm, provider);
  const operations = createGraphOperations(graph, windowSums);
  const taped = (tape: Tape) => createTapedOperations(tape, windowSums, algorithm !== 'sequential');
  const isMap = resolved.reduction === 'none';

  const analyticLoss = (images: Images<Edge>, tape: Tape | undefined): Edge => {
    const { loss, map, trace } = forward(operations, resolved, images);
    const result = isMap ? map() : loss();
    return tape === undefined
      ? result
      : tape.record(result, [images.moving, images.fixed], (gradient, give) => {
          const wanted = gradientSet(tape.needs(images.moving), tape.needs(images.fixed));
          const upstream = isMap ? { map: gradient } : { scalar: gradient };
          const gradients = adjoint(operations, resolved, trace, upstream, wanted);
          if (gradients.moving !== undefined) give(images.moving, gradients.moving);
          if (gradients.fixed !== undefined) give(images.fixed, gradients.fixed);
        });
  };
  const automaticLoss = (images: Images<Edge>, tape: Tape): Edge => {
    const { loss, map } = forward(taped(tape), resolved, images);
    return isMap ? map() : loss();
  };

  return {
    definition: resolved,
    algorithm,
    loss: (images, tape) =>
      differentiation === 'automatic' && tape !== undefined ? automaticLoss(images, tape) : analyticLoss(images, tape),
    evaluate(images, { gradients: wanted, map: withMap, upstream, known }) {
      if (differentiation === 'automatic' && wanted !== 'none') {
        if (known !== undefined) {
          throw new UnsupportedOptionError("A prepared fixed image needs differentiation 'analytic'.");
        }
        return evaluateAutomatically(
          graph,
          images,
          wanted,
          withMap,
          upstream,
          (tape) => forward(taped(tape), resolved, images),
          isMap,
        );
      }
      const { loss, map, trace } = forward(operations, resolved, images, known);
      const seed = upstream === undefined ? { number: 1 } : isMap ? { map: upstream } : { scalar: upstream };
      return {
        loss: loss(),
        ...(withMap ? { map: map() } : {}),
        gradients: adjoint(operations, resolved, trace, seed, wanted),
      };
    },
  };
}

const gradientSet = (moving: boolean, fixed: boolean): GradientSet =>
  moving ? (fixed ? 'both' : 'moving') : fixed ? 'fixed' : 'none';

function evaluateAutomatically(
  graph: Graph,
  images: Images<Edge>,
  wanted: GradientSet,
  withMap: boolean,
  upstream: Edge | undefined,
  run: (tape: Tape) => { loss(): Edge; map(): Edge },
  isMap: boolean,
): ReturnType<LnccProgram['evaluate']> {
  const tape = createTape(graph);
  const [toMoving, toFixed] = [wanted !== 'fixed', wanted !== 'moving'];
  if (toMoving) tape.track(images.moving);
  if (toFixed) tape.track(images.fixed);
  const { loss, map } = run(tape);
  const [result, lossMap] = [loss(), withMap || isMap ? map() : undefined];
  if (isMap && upstream !== undefined && lossMap !== undefined) tape.backward([[lossMap, upstream]]);
  else tape.backward([[result, upstream === undefined ? graph.constant(1, []) : multiply(graph, upstream, 1)]]);
  return {
    loss: result,
    ...(withMap && lossMap !== undefined ? { map: lossMap } : {}),
    gradients: {
      ...(toMoving ? { moving: tape.gradient(images.moving) } : {}),
      ...(toFixed ? { fixed: tape.gradient(images.fixed) } : {}),
    },
  };
}
