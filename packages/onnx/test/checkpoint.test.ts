import { expect, test } from 'vitest';
import {
  checkpoint,
  createGraph,
  createTape,
  differentiable,
  type Edge,
  matMul,
  type Tape,
  transpose,
} from '../src/index.ts';
import { checkGradient } from './support/check-gradient.ts';
import { parseModel } from './support/parse-model.ts';
import { sample } from './support/tensor.ts';

const product = (tape: Tape, first: Edge, second: Edge): Edge =>
  tape.record(matMul(tape.graph, first, second), [first, second], (gradient, give) => {
    give(first, matMul(tape.graph, gradient, transpose(tape.graph, second, [1, 0])));
    give(second, matMul(tape.graph, transpose(tape.graph, first, [1, 0]), gradient));
  });

/** `((x·w)² · w) + x` */
const piece = (tape: Tape, x: Edge, w: Edge): Edge => {
  const inner = product(tape, x, w);
  return differentiable.add(tape, product(tape, differentiable.multiply(tape, inner, inner), w), x);
};

const inputs = [sample([2, 3]), sample([3, 3], 2)];

test('gradients flow through a recomputed piece, to what is kept and what is awaited', async () => {
  await checkGradient(inputs, (tape, x, w) =>
    checkpoint(tape, { kept: [x!], awaited: [w!] }, (inner, [map, weight]) => piece(inner, map!, weight!)),
  );
});

test('recomputed pieces follow each other, and share a weight', async () => {
  await checkGradient(inputs, (tape, x, w) => {
    const build = (inner: Tape, [map, weight]: readonly Edge[]) => piece(inner, map!, weight!);
    const first = checkpoint(tape, { kept: [x!], awaited: [w!] }, build);
    return checkpoint(tape, { kept: [], awaited: [first, w!] }, build);
  });
});

test('the piece is there twice when something needs its gradient, and once when nothing does', () => {
  const count = (isTracked: boolean) => {
    const graph = createGraph();
    const tape = createTape(graph);
    const [x, w] = [graph.input('x', [2, 3]), graph.input('w', [3, 3])];
    if (isTracked) tape.track(w);
    const output = checkpoint(tape, { kept: [x], awaited: [w] }, (inner, [map, weight]) => piece(inner, map!, weight!));
    if (isTracked) {
      tape.backward([[output, graph.constant(new Float32Array(6).fill(1), [2, 3])]]);
      graph.output(tape.gradient(w), 'gradient');
    }
    graph.output(output, 'output');
    const nodes = parseModel(graph.toModel()).graph?.node ?? [];
    return nodes.filter(({ opType, name }) => opType === 'MatMul' && !name.includes('backward/backward')).length;
  };
  expect(count(false)).toBe(2);
  expect(count(true)).toBeGreaterThanOrEqual(4);
});
