import { describe, expect, test } from 'vitest';
import { add, createGraph } from '../src/index.ts';

describe('a graph refuses', () => {
  test('operator sets it cannot write', () => {
    for (const opset of [17, 27, 20.5, Number.NaN]) {
      expect(() => createGraph({ opset })).toThrow(`opset ${opset} is not supported; choose 18 to 26`);
    }
  });

  test('to be written without outputs', () => {
    expect(() => createGraph().toModel()).toThrow('the graph has no output; call graph.output(edge, name)');
  });

  test('edges of another graph, and look-alikes', () => {
    const graph = createGraph();
    const stranger = createGraph().input('x', [1]);
    const own = graph.input('x', [1]);
    expect(graph.owns(own)).toBe(true);
    expect(graph.owns(stranger)).toBe(false);
    expect(() => add(graph, own, stranger)).toThrow("Add('x' float32 [1]): 'x' was not made by this graph");
    expect(() => graph.output({ ...own }, 'y')).toThrow("output('x' float32 [1]): 'x' was not made by this graph");
  });

  test('shapes that are no shapes', () => {
    const graph = createGraph();
    for (const shape of [[-1], [1.5], [Number.NaN], [2 ** 60]]) {
      expect(() => graph.input('x', shape)).toThrow("input 'x' has the shape");
    }
    expect(() => graph.node('Mystery', [], [{ shape: [-2], type: 'bool' }])).toThrow(
      'an output of Mystery has the shape [-2]',
    );
  });

  test('attributes that are neither whole nor marked as real', () => {
    const graph = createGraph();
    const x = graph.input('x', [1]);
    expect(() => graph.node('Elu', [x], [x], { alpha: 0.5 })).toThrow(
      'attribute alpha got 0.5; write { float: 0.5 } for a real',
    );
    expect(() => graph.node('Elu', [x], [x], { alpha: [1, 0.5] })).toThrow('attribute alpha got 0.5');
  });
});

test('edges cannot be changed', () => {
  const shape = [1, 2];
  const edge = createGraph().input('x', shape);
  shape[0] = 5;
  expect(edge.shape).toEqual([1, 2]);
  expect(Object.isFrozen(edge) && Object.isFrozen(edge.shape)).toBe(true);
});
