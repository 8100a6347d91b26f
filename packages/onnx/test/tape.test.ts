import { describe, expect, test } from 'vitest';
import {
  concat,
  convolution,
  createGraph,
  createTape,
  differentiable,
  type Edge,
  GraphError,
  gather,
  multiply,
  reduceSum,
  reshape,
  scale,
  split,
  type Tape,
  transpose,
  wait,
} from '../src/index.ts';
import { checkGradient } from './support/check-gradient.ts';
import { evaluate } from './support/evaluate.ts';
import { parseModel } from './support/parse-model.ts';
import { sample } from './support/tensor.ts';

/** A step with three outputs. */
function thirds(tape: Tape, edge: Edge): readonly Edge[] {
  const { graph } = tape;
  const parts = split(graph, edge, 0, [1, 2, 1]);
  return tape.record(parts, [edge], (gradients, give) => {
    const filled = gradients.map(
      (gradient, index) =>
        gradient ?? graph.constant(Array(parts[index]!.shape[0]!).fill(0), parts[index]!.shape, edge.type),
    );
    give(edge, concat(graph, filled, 0));
  });
}

/** A 1-D convolution of odd window with padding, its two adjoints written as convolutions again. */
function filter(tape: Tape, image: Edge, kernel: Edge): Edge {
  const { graph } = tape;
  const window = kernel.shape[2]!;
  const radius = (window - 1) / 2;
  return tape.record(convolution(graph, image, kernel, { pads: radius }), [image, kernel], (gradient, give) => {
    const swapped = (edge: Edge) => transpose(graph, edge, [1, 0, 2]);
    const kernelGradient = swapped(convolution(graph, swapped(image), swapped(gradient), { pads: radius }));
    give(kernel, kernelGradient);
    if (!tape.needs(image)) return;
    const reversed = [...Array(window).keys()].reverse();
    const flipped = swapped(gather(graph, wait(graph, kernel, kernelGradient), reversed, 2));
    give(image, convolution(graph, gradient, flipped, { pads: window - 1 - radius }));
  });
}

describe('gradients', () => {
  test('flow through a step with several outputs', async () => {
    const input = [sample([4])];
    await checkGradient(input, (tape, x) => thirds(tape, x!));
    await checkGradient(input, (tape, x) => thirds(tape, x!)[1]!);
    await checkGradient(input, (tape, x) => {
      const [first, , last] = thirds(tape, x!);
      return differentiable.multiply(tape, first!, last!);
    });
  });

  test('flow through coarse steps, checked in float32, the only type of convolutions on the CPU', async () => {
    // Multiples of 1/8 and a step of 1/8 make every product exact, and the loss is at most quadratic in each element.
    await checkGradient(
      [sample([2, 2, 6]), sample([3, 2, 3], 2), sample([2, 3, 1], 3)],
      (tape, image, first, second) => filter(tape, filter(tape, image!, first!), second!),
      { type: 'float32', step: 1 / 8, tolerance: 1e-6 },
    );
  });

  test('of an edge that is an intermediate result can be asked for', async () => {
    const [forMiddle, forInput] = await evaluate([{ shape: [2], data: [3, 5] }], (graph, x) => {
      const tape = createTape(graph);
      tape.track(x!);
      const middle = tape.track(differentiable.scale(tape, x!, 2));
      const result = differentiable.multiply(tape, middle, middle);
      tape.backward([[result, graph.constant([1, 10])]]);
      return [tape.gradient(middle), tape.gradient(x!)];
    });
    expect(forMiddle?.data).toEqual([12, 200]);
    expect(forInput?.data).toEqual([24, 400]);
  });

  test('of several losses, and of one edge seeded twice, are added', async () => {
    const [output] = await evaluate([{ shape: [2], data: [1, 2] }], (graph, x) => {
      const tape = createTape(graph);
      tape.track(x!);
      const doubled = differentiable.scale(tape, x!, 2);
      const total = differentiable.sum(tape, x!);
      tape.backward(
        new Map([
          [doubled, graph.constant([1, 1])],
          [total, graph.constant(10)],
          [x!, graph.constant([100, 200])],
        ]),
      );
      return tape.gradient(x!);
    });
    expect(output?.data).toEqual([112, 212]);
  });

  test('meet with one addition for every further contribution', () => {
    const graph = createGraph();
    const tape = createTape(graph);
    const x = tape.track(graph.input('x', [2]));
    const results = [1, 2, 3, 4].map((factor) => differentiable.scale(tape, x, factor));
    const one = graph.constant([1, 1]);
    tape.backward(results.map((result) => [result, one]));
    graph.output(tape.gradient(x), 'gradient');
    const added = parseModel(graph.toModel()).graph.node.filter(({ opType }) => opType === 'Add');
    expect(added).toHaveLength(3);
  });

  test('do not reach steps that the loss does not depend on', () => {
    const graph = createGraph();
    const tape = createTape(graph);
    const x = tape.track(graph.input('x', [2]));
    const used = differentiable.scale(tape, x, 2);
    differentiable.scale(tape, used, 3);
    let called = false;
    tape.record(reduceSum(graph, used), [used], () => {
      called = true;
    });
    tape.backward([[used, graph.constant([1, 1])]]);
    expect(called).toBe(false);
  });
});

test('adjoint nodes are named after the scope of their step', () => {
  const graph = createGraph();
  const tape = createTape(graph);
  const x = tape.track(graph.input('x', [2]));
  const y = graph.scope('encoder', () => graph.scope('level1', () => differentiable.scale(tape, x, 2)));
  const z = differentiable.scale(tape, y, 2);
  tape.backward([[z, graph.constant([1, 1])]]);
  expect(tape.gradient(x).name).toBe('backward/encoder/level1/Mul_0');
  graph.output(tape.gradient(x), 'gradient');
  const names = parseModel(graph.toModel()).graph.node.map(({ name }) => name);
  expect(names).toEqual(['encoder/level1/Mul_0', 'Mul_0', 'backward/Mul_0', 'backward/encoder/level1/Mul_0']);
});

test('needs follows the steps', () => {
  const graph = createGraph();
  const tape = createTape(graph);
  const weight = tape.track(graph.input('weight', [1]));
  const image = graph.input('image', [1]);
  const plain = differentiable.scale(tape, image, 2);
  const mixed = differentiable.multiply(tape, plain, weight);
  expect([weight, image, plain, mixed, multiply(graph, weight, 2)].map(tape.needs)).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
});

describe('a tape refuses', () => {
  function walked() {
    const graph = createGraph();
    const tape = createTape(graph);
    const x = tape.track(graph.input('x', [2, 3]));
    const unused = tape.track(graph.input('unused', [1]));
    const y = differentiable.sum(tape, x);
    const walk = () => tape.backward([[y, graph.constant(1)]]);
    return { graph, tape, x, y, unused, walk };
  }

  test('to be walked or written twice', () => {
    const { tape, x, walk } = walked();
    walk();
    expect(walk).toThrow(GraphError);
    expect(walk).toThrow('this tape has already been walked backward; record another one with createTape(graph)');
    expect(() => tape.track(x)).toThrow('already been walked backward');
    expect(() => differentiable.scale(tape, x, 2)).toThrow('already been walked backward');
  });

  test('to give gradients it does not have', () => {
    const { tape, x, y, unused, walk } = walked();
    expect(() => tape.gradient(x)).toThrow("gradient('x' float32 [2, 3]): call tape.backward(seeds) first");
    walk();
    expect(tape.gradient(x).shape).toEqual([2, 3]);
    expect(() => tape.gradient(unused)).toThrow("gradient('unused' float32 [1]): has no influence on the seeds");
    expect(() => tape.gradient(y)).toThrow('is not tracked; call tape.track(edge) before using it');
  });

  test('gradients of the wrong shape or type', () => {
    const { graph, tape, y } = walked();
    expect(() => tape.backward([[y, graph.constant([1, 1])]])).toThrow(
      'a gradient must have the shape and the element type of its edge',
    );
    const second = walked();
    expect(() => second.tape.backward([[second.y, second.graph.constant(1, [], 'float64')]])).toThrow(
      'a gradient must have the shape',
    );
  });

  test('gradients for edges that are not inputs of the step', () => {
    const { graph, tape, x, unused } = walked();
    const step = tape.record(reshape(graph, scale(graph, x, 2), [6]), [x], (_, give) =>
      give(unused, graph.constant([1])),
    );
    expect(() => tape.backward([[step, graph.constant([1, 1, 1, 1, 1, 1])]])).toThrow(
      "give('unused' float32 [1]): is not an input of the step that computed 'Reshape_0'",
    );
  });

  test('seeds that depend on nothing tracked', () => {
    const { graph, tape } = walked();
    const image = graph.input('image', []);
    expect(() => tape.backward([[image, graph.constant(1)]])).toThrow(
      "backward('image' float32 []): does not depend on any tracked edge",
    );
  });

  test('edges of another graph, and one edge as the output of two steps', () => {
    const { graph, tape, x, y } = walked();
    expect(() => tape.track(createGraph().input('x', [1]))).toThrow(
      "track('x' float32 [1]): was not made by the graph of this tape",
    );
    expect(() => tape.record(y, [x], () => undefined)).toThrow('is already tracked or the output of an earlier step');
    expect(tape.graph).toBe(graph);
  });
});
