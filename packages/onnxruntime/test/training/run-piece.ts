import type { PieceRequest, PieceResult, PieceVerbs } from '@fast-lncc/conformance/training';
import { createGraph, createTape, type Edge } from '@fast-lncc/onnx';
import { appendLncc } from '../../src/index.ts';
import { type OrtModule, type SessionExecution, sessionOptions } from '../../src/runtime.ts';
import { createGraphLayers } from '../../src/training/index.ts';

/** Builds one piece as a graph, runs it, and returns its output and the products with the piece's cotangent. */
export const createPieceRunner =
  (ort: OrtModule, execution: SessionExecution = {}) =>
  async ({ inputs, build, cotangent, wanted }: PieceRequest): Promise<PieceResult> => {
    const graph = createGraph();
    const tape = createTape(graph);
    const edges = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape }]) => [name, tape.track(graph.input(name, shape))]),
    );
    const verbs: PieceVerbs<Edge> = {
      ...createGraphLayers(tape),
      lncc: (moving, fixed, definition) => appendLncc(graph, moving, fixed, { ...definition, tape }),
    };
    const output = build(verbs, edges);
    tape.backward([[output, graph.constant(Float32Array.from(cotangent.data), cotangent.shape)]]);
    graph.output(output, 'output');
    for (const name of wanted) graph.output(tape.gradient(edges[name] as Edge), `gradient_${name}`);
    const session = await ort.InferenceSession.create(graph.toModel(), sessionOptions(execution));
    const feeds = Object.entries(inputs).map(([name, { shape, data }]) => [
      name,
      new ort.Tensor('float32', Float32Array.from(data), [...shape]),
    ]);
    const results = await session.run(Object.fromEntries(feeds));
    await session.release();
    const values = (name: string) => results[name]?.data as Float32Array;
    return {
      output: values('output'),
      gradients: Object.fromEntries(wanted.map((name) => [name, values(`gradient_${name}`)])),
    };
  };
