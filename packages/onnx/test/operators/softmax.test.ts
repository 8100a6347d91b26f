import { expect, test } from 'vitest';
import { createGraph, errorFunction, GraphError, softmax } from '../../src/index.ts';
import { evaluate, ofType } from '../support/evaluate.ts';
import { sample } from '../support/tensor.ts';

test('softmax adds up to one along its axis, also where exponentials would overflow', async () => {
  const scores = { shape: [2, 3], data: [1, 2, 3, 1000, 1001, -1000] };
  const [rows, columns] = await evaluate(ofType('float64', scores), (graph, edge) => [
    softmax(graph, edge!),
    softmax(graph, edge!, 0),
  ]);
  const exponentials = [1, 2, 3].map(Math.exp);
  const sum = exponentials.reduce((total, value) => total + value, 0);
  const expected = [...exponentials.map((value) => value / sum), 1 / (1 + Math.E), Math.E / (1 + Math.E), 0];
  for (const [index, value] of rows!.data.entries()) expect(value).toBeCloseTo(expected[index]!, 12);
  expect(columns!.data).toEqual([0, 0, 1, 1, 1, 0]);
});

test('the error function', async () => {
  const points = { shape: [4], data: [-1, 0, 0.5, 3] };
  const [values] = await evaluate(ofType('float32', points), (graph, edge) => [errorFunction(graph, edge!)]);
  const expected = [-0.8427007929, 0, 0.5204998778, 0.9999779095];
  for (const [index, value] of values!.data.entries()) expect(value).toBeCloseTo(expected[index]!, 6);
});

test('both refuse whole numbers', () => {
  const graph = createGraph();
  const whole = graph.input('whole', sample([2]).shape, 'int32');
  for (const operator of [softmax, errorFunction]) expect(() => operator(graph, whole)).toThrow(GraphError);
});
