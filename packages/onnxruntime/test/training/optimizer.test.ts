import { readGoldenPiece } from '@fast-lncc/conformance/golden';
import { momentNames, resolveOptimizer, stepFactors, updateParameters } from '@fast-lncc/networks/training';
import { createGraph } from '@fast-lncc/onnx';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { appendUpdate } from '../../src/training/optimizer.ts';

describe('six steps with given gradients, as PyTorch takes them', () => {
  for (const [piece, name] of [
    ['adam', 'adam'],
    ['adam_amsgrad', 'amsgrad'],
  ] as const) {
    test(`${name}, in a graph`, async () => {
      const { start, gradients = [], params = [] } = await readGoldenPiece(piece);
      const optimizer = resolveOptimizer({ name, learningRate: 1e-4 });
      const length = start?.data.length ?? 0;
      const graph = createGraph();
      appendUpdate(graph, optimizer, graph.input('parameters', [length]), graph.input('gradient', [length]));
      const session = await ort.InferenceSession.create(graph.toModel(), { logSeverityLevel: 3 });
      const vector = (data: Iterable<number>) => new ort.Tensor('float32', Float32Array.from(data), [length]);
      const scalar = (value: number) => new ort.Tensor('float32', Float32Array.of(value), []);
      let state: Record<string, ort.Tensor> = {
        parameters: vector(start?.data ?? []),
        ...Object.fromEntries(momentNames(optimizer).map((moment) => [moment, vector(new Float32Array(length))])),
      };
      for (const [index, gradient] of gradients.entries()) {
        const { stepSize, rootFactor } = stepFactors(optimizer, index + 1, optimizer.learningRate);
        const outputs = await session.run({
          ...state,
          gradient: vector(gradient.data),
          stepSize: scalar(stepSize),
          rootFactor: scalar(rootFactor),
        });
        state = Object.fromEntries(Object.keys(state).map((key) => [key, outputs[`${key}_next`] as ort.Tensor]));
        const after = state.parameters?.data as Float32Array;
        // One unit in the last place of these parameters is 6e-8; a step moves them by 1e-4.
        params[index]?.data.forEach((value, at) => {
          expect(Math.abs((after[at] ?? Number.NaN) - value)).toBeLessThan(2e-7);
        });
      }
      await session.release();
    });

    test(`${name}, on the processor`, async () => {
      const { start, gradients = [], params = [] } = await readGoldenPiece(piece);
      const optimizer = resolveOptimizer({ name, learningRate: 1e-4 });
      const parameters = Float32Array.from(start?.data ?? []);
      const zeros = momentNames(optimizer).map((moment) => [moment, new Float32Array(parameters.length)]);
      const moments = Object.fromEntries(zeros);
      expect(gradients.length).toBe(6);
      for (const [index, gradient] of gradients.entries()) {
        const factors = stepFactors(optimizer, index + 1, optimizer.learningRate);
        updateParameters({ parameters, moments }, Float32Array.from(gradient.data), optimizer, factors);
        params[index]?.data.forEach((value, at) => {
          expect(Math.abs((parameters[at] ?? Number.NaN) - value)).toBeLessThan(2e-7);
        });
      }
    });
  }
});
