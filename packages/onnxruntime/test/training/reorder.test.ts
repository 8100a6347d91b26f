import { planWindows } from '@fast-lncc/networks';
import { createGraph } from '@fast-lncc/onnx';
import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { longestRun, reorderColumns } from '../../src/training/reorder.ts';

test('columns are moved in the largest pieces that stay together', () => {
  const cases: [number[], number][] = [
    [[0, 1, 2, 3, 4, 5], 6],
    [[3, 4, 5, 0, 1, 2], 3],
    [[2, 3, 0, 1, 4, 5], 2],
    [[1, 2, 0, 4, 5, 3], 1],
    [[1, 2, 3, 4, 5, 0], 1],
    [[5, 4, 3, 2, 1, 0], 1],
    [[0], 1],
  ];
  for (const [order, length] of cases) expect(longestRun(Int32Array.from(order)), String(order)).toBe(length);
});

test('windows of TransMorph are cut in rows, and shifted ones in parts of rows', () => {
  const grid = [4, 6, 12];
  const cut = { window: [2, 3, 6], heads: 1 } as const;
  expect(longestRun(planWindows(grid, { ...cut, shift: [0, 0, 0] }).order)).toBe(6);
  expect(longestRun(planWindows(grid, { ...cut, shift: [1, 1, 3] }).order)).toBe(3);
});

test.each([[[3, 4, 5, 0, 1, 2]], [[5, 0, 4, 1, 3, 2]], [[4, 5, 2, 3, 0, 1]]])('the order %j', async (order) => {
  const graph = createGraph();
  graph.output(reorderColumns(graph, graph.input('x', [2, 6]), Int32Array.from(order)), 'y');
  const session = await ort.InferenceSession.create(graph.toModel(), { logSeverityLevel: 3 });
  const x = Float32Array.from({ length: 12 }, (_, index) => index);
  const outputs = await session.run({ x: new ort.Tensor('float32', x, [2, 6]) });
  expect([...(outputs.y as ort.Tensor).data]).toEqual([...order, ...order.map((column) => 6 + column)]);
  await session.release();
});
