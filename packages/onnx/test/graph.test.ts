import { describe, expect, test } from 'vitest';
import { add, convolution, createGraph, GraphError, leakyRelu, reshape, scatterAdd, split } from '../src/index.ts';
import { createRunner } from './support/evaluate.ts';
import { attributeValue, describeValue, parseModel } from './support/parse-model.ts';

describe('the written model', () => {
  test('has the versions, names and interface that were asked for', () => {
    const graph = createGraph({ name: 'Größe', description: 'adds two images' });
    const moving = graph.input('moving', [1, 2, 3]);
    const fixed = graph.input('fixed 体积', [2, 1], 'float32');
    graph.output(add(graph, moving, fixed), 'sum 🧠');
    const model = parseModel(graph.toModel());
    expect(model.irVersion).toBe(9n);
    expect(model.producerName).toBe('@fast-lncc/onnx');
    expect(model.docString).toBe('adds two images');
    expect(model.opsetImport.map(({ domain, version }) => ({ domain, version }))).toEqual([
      { domain: '', version: 20n },
    ]);
    expect(model.graph.name).toBe('Größe');
    expect(model.graph.input.map(describeValue)).toEqual([
      { name: 'moving', type: 1, shape: [1, 2, 3] },
      { name: 'fixed 体积', type: 1, shape: [2, 1] },
    ]);
    expect(model.graph.output.map(describeValue)).toEqual([{ name: 'sum 🧠', type: 1, shape: [1, 2, 3] }]);
    expect(model.graph.valueInfo.map(describeValue)).toEqual([]);
    expect(model.graph.node.map(({ name, opType, input, output }) => ({ name, opType, input, output }))).toEqual([
      { name: 'Add_0', opType: 'Add', input: ['moving', 'fixed 体积'], output: ['sum 🧠'] },
    ]);
  });

  test('calls what a node made by the name of its output, wherever it is used, and copies only what has a name already', () => {
    const graph = createGraph();
    const x = graph.input('x', [2]);
    const sum = add(graph, x, 1);
    const before = add(graph, sum, sum);
    const named = graph.output(sum, 'sum');
    expect(named).toMatchObject({ name: 'sum', shape: [2], type: 'float32' });
    graph.output(add(graph, sum, named), 'twice');
    graph.output(before, 'before');
    graph.output(sum, 'again');
    graph.output(x, 'input');
    const { node, valueInfo, output } = parseModel(graph.toModel()).graph;
    expect(node.map(({ opType, input, output }) => [opType, ...input, ...output])).toEqual([
      ['Add', 'x', 'constant_0', 'sum'],
      ['Add', 'sum', 'sum', 'before'],
      ['Add', 'sum', 'sum', 'twice'],
      ['Identity', 'sum', 'again'],
      ['Identity', 'x', 'input'],
    ]);
    expect(output.map(({ name }) => name)).toEqual(['sum', 'twice', 'before', 'again', 'input']);
    expect(valueInfo).toEqual([]);
  });

  test('says IR version 8 for operator set 18', () => {
    const graph = createGraph({ opset: 18 });
    graph.output(graph.input('x', []), 'y');
    const model = parseModel(graph.toModel());
    expect([model.irVersion, model.opsetImport[0]?.version]).toEqual([8n, 18n]);
  });

  test('holds integer, list, real and text attributes', () => {
    const graph = createGraph();
    const image = graph.input('image', [1, 1, 8]);
    const kernel = graph.input('kernel', [1, 1, 3]);
    const filtered = convolution(graph, image, kernel, { pads: [2, 0], dilations: 2 });
    const indices = graph.constant([0], [1, 1, 1], 'int64');
    const updates = graph.constant([1], [1, 1, 1]);
    graph.output(scatterAdd(graph, leakyRelu(graph, filtered, 0.2), indices, updates, -1), 'result');
    const nodes = parseModel(graph.toModel()).graph.node;
    expect(nodes.map((node) => node.attribute.map(attributeValue))).toEqual([
      [
        { name: 'kernel_shape', integers: [3n] },
        { name: 'strides', integers: [1n] },
        { name: 'pads', integers: [2n, 0n] },
        { name: 'dilations', integers: [2n] },
        { name: 'group', integer: 1n },
      ],
      [{ name: 'alpha', float: Math.fround(0.2) }],
      [
        { name: 'axis', integer: 2n },
        { name: 'reduction', text: 'add' },
      ],
    ]);
  });

  test('stores constants of every element type as raw bytes', () => {
    const graph = createGraph();
    const data = {
      float32: Float32Array.of(1.5, -0),
      float64: Float64Array.of(Math.PI, Number.NaN),
      int32: Int32Array.of(-(2 ** 31), 7),
      int64: BigInt64Array.of(-(2n ** 63n), 2n ** 40n),
      bool: Uint8Array.of(1, 0),
    };
    for (const [name, values] of Object.entries(data)) {
      const edge = graph.constant(values);
      expect(edge).toMatchObject({ type: name, shape: [2] });
      graph.output(edge, name);
    }
    const stored = parseModel(graph.toModel()).graph.initializer;
    expect(stored.map(({ dims, dataType, rawData }) => ({ dims, dataType, rawData: [...rawData] }))).toEqual(
      Object.values(data).map((values, index) => ({
        dims: [2n],
        dataType: [1, 11, 6, 7, 9][index],
        rawData: [...new Uint8Array(values.buffer)],
      })),
    );
  });

  test('keeps a copy of the data of constants and of lists in attributes', () => {
    const graph = createGraph();
    const values = Float32Array.of(1, 2);
    const pads = [1, 1];
    const edge = graph.constant(values, [1, 1, 2]);
    const [result] = graph.node('AveragePool', [edge], [{ shape: [1, 1, 3], type: 'float32' }], {
      kernel_shape: [2],
      pads,
    });
    values.fill(9);
    pads.fill(9);
    graph.output(result!, 'y');
    const parsed = parseModel(graph.toModel()).graph;
    expect([...new Float32Array(Uint8Array.from(parsed.initializer[0]!.rawData).buffer)]).toEqual([1, 2]);
    expect(attributeValue(parsed.node[0]!.attribute[1]!)).toEqual({ name: 'pads', integers: [1n, 1n] });
  });

  test('takes only its own part of a larger buffer, and of a Node Buffer', () => {
    const graph = createGraph();
    const numbers = Float64Array.from({ length: 10 }, (_, index) => index);
    graph.output(graph.constant(numbers.subarray(3, 6)), 'x');
    graph.output(graph.constant(Buffer.from([1, 0, 1])), 'y');
    const [first, second] = parseModel(graph.toModel()).graph.initializer;
    expect([...new Float64Array(Uint8Array.from(first!.rawData).buffer)]).toEqual([3, 4, 5]);
    expect([...second!.rawData]).toEqual([1, 0, 1]);
  });

  test('may be written twice, and again after more nodes', () => {
    const graph = createGraph();
    const x = graph.input('x', [2]);
    graph.output(x, 'y');
    const first = graph.toModel();
    expect(graph.toModel()).toEqual(first);
    graph.output(add(graph, x, 1), 'z');
    expect(parseModel(graph.toModel()).graph.output.map(({ name }) => name)).toEqual(['y', 'z']);
    expect(graph.nodeCount).toBe(2);
  });

  test('loads in the runtime with scalars, empty tensors and one edge under two output names', async () => {
    const graph = createGraph();
    const empty = graph.input('empty', [2, 0, 3]);
    const scalar = graph.input('größe', [], 'float64');
    graph.output(reshape(graph, empty, [0, 5]), 'reshaped');
    graph.output(scalar, 'first');
    graph.output(scalar, 'second');
    graph.output(graph.constant([], [0, 4], 'int32'), 'nothing');
    const run = await createRunner(graph.toModel());
    const outputs = await run({
      empty: { shape: [2, 0, 3], data: [] },
      größe: { shape: [], data: [0.1], type: 'float64' },
    });
    expect(outputs).toEqual({
      reshaped: { shape: [0, 5], data: [], type: 'float32' },
      first: { shape: [], data: [0.1], type: 'float64' },
      second: { shape: [], data: [0.1], type: 'float64' },
      nothing: { shape: [0, 4], data: [], type: 'int32' },
    });
  });

  test.each([18, 19, 20, 21, 22, 23, 24, 25, 26])('of operator set %i loads in the runtime', async (opset) => {
    const graph = createGraph({ opset });
    graph.output(add(graph, graph.input('x', [2]), 1), 'y');
    const run = await createRunner(graph.toModel());
    expect((await run({ x: { shape: [2], data: [1, 2] } })).y?.data).toEqual([2, 3]);
  });
});

describe('constants', () => {
  test('are shared when small and equal in type, shape and content', () => {
    const graph = createGraph();
    const first = graph.constant([1, 2]);
    expect(graph.constant(Float32Array.of(1, 2))).toBe(first);
    expect(graph.constant([1, 2], [1, 2])).not.toBe(first);
    expect(graph.constant([0, 0])).not.toBe(graph.constant([0, 0], [2], 'int32'));
    expect(graph.constant([1, 3])).not.toBe(first);
    expect(graph.constant(0)).not.toBe(graph.constant(-0));
    const large = new Float32Array(257);
    expect(graph.constant(large)).not.toBe(graph.constant(large));
  });

  test('get their shape and type from what they are made of', () => {
    const graph = createGraph();
    expect(graph.constant(3)).toMatchObject({ shape: [], type: 'float32' });
    expect(graph.constant([3])).toMatchObject({ shape: [1], type: 'float32' });
    expect(graph.constant(Int32Array.of(1, 2, 3, 4), [2, 2])).toMatchObject({ shape: [2, 2], type: 'int32' });
    expect(graph.constant(Float32Array.of(1), [], 'float64')).toMatchObject({ shape: [], type: 'float64' });
  });

  test('with a name are initializers under it, each stored by itself', () => {
    const graph = createGraph();
    const values = Float32Array.of(1, 2);
    const named = ['layer.0.weight', 'layer.1.weight'].map((name) => graph.initializer(name, values, [1, 2]));
    graph.output(add(graph, named[0]!, named[1]!), 'y');
    values.fill(7);
    const { initializer } = parseModel(graph.toModel()).graph;
    expect(initializer.map(({ name, dims }) => ({ name, dims }))).toEqual(
      ['layer.0.weight', 'layer.1.weight'].map((name) => ({ name, dims: [1n, 2n] })),
    );
    for (const { rawData } of initializer) {
      expect(new Float32Array(rawData.slice().buffer)).toEqual(Float32Array.of(1, 2));
    }
    expect(() => graph.initializer('layer.0.weight', values, [2])).toThrow(
      "'layer.0.weight' is empty or already taken",
    );
    expect(() => graph.initializer('short', values, [3])).toThrow('2 elements cannot fill a constant of shape [3]');
    expect(graph.initializer('short', values, [2]).name).toBe('short');
  });

  test('that do not fit their shape or type are refused', () => {
    const graph = createGraph();
    expect(() => graph.constant([1, 2, 3], [2, 2])).toThrow('3 elements cannot fill a constant of shape [2, 2]');
    expect(() => graph.constant([1], [-1])).toThrow('a constant has the shape [-1]');
    expect(() => graph.constant(1.5, [], 'int64')).toThrow('1.5 is not a value of type int64');
    expect(() => graph.constant([2 ** 31], [1], 'int32')).toThrow('2147483648 is not a value of type int32');
    expect(() => graph.constant(Number.NaN, [], 'int32')).toThrow('NaN is not a value of type int32');
    expect(() => graph.constant(2, [], 'bool')).toThrow('2 is not a value of type bool');
    expect(() => graph.constant(Uint8Array.of(3))).toThrow('3 is not a value of type bool');
  });
});

describe('names', () => {
  test('are prefixed by nested scopes, also when a scope throws', () => {
    const graph = createGraph();
    const x = graph.input('x', [4]);
    const inner = graph.scope('loss', () => graph.scope('window', () => add(graph, x, 1)));
    expect(inner.name).toBe('loss/window/Add_0');
    expect(() => graph.scope('bad', () => add(graph, x, graph.constant([1, 2])))).toThrow(GraphError);
    expect(graph.path).toBe('');
    expect(graph.scope('loss', () => [graph.path, split(graph, x, 0, [1, 3]).map(({ name }) => name)])).toEqual([
      'loss',
      ['loss/Split_0:0', 'loss/Split_0:1'],
    ]);
    expect(graph.scope('loss', () => graph.scope('window', () => add(graph, x, 1))).name).toBe('loss/window/Add_1');
  });

  test('given by the caller are kept, and generated ones make way', () => {
    const graph = createGraph();
    const x = graph.input('Add_0', [1]);
    expect(add(graph, x, x).name).toBe('Add_1');
  });

  test('that are empty or taken are refused', () => {
    const graph = createGraph();
    const x = graph.input('x', [1]);
    expect(() => graph.input('x', [2])).toThrow("the name 'x' is empty or already taken");
    expect(() => graph.input('', [2])).toThrow("the name '' is empty");
    expect(() => graph.output(x, 'x')).toThrow("the name 'x' is empty or already taken");
    graph.output(x, 'y');
    expect(() => graph.output(x, 'y')).toThrow("the name 'y' is empty or already taken");
  });
});
