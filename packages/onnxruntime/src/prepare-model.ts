import { forwardFixed, type LnccDefinition, resolveDefinition } from '@fast-lncc/core';
import { createGraph } from '@fast-lncc/onnx';
import { chooseAlgorithm } from './choose-algorithm.ts';
import { fixedStateNames } from './lncc-model.ts';
import { createGraphOperations } from './operations.ts';
import type { GraphExecution } from './options.ts';
import { windowSumsOn } from './window-sums/window-sums.ts';

/** The model that computes what is kept of a fixed image: its center, S_J, S_JJ (and B[m]). */
export function buildPreparation(
  definition: LnccDefinition,
  shape: readonly number[],
  { algorithm = 'auto', provider = 'cpu' }: GraphExecution,
  withMask: boolean,
): Uint8Array {
  const graph = createGraph({ name: 'lncc_fixed' });
  const resolved = resolveDefinition(definition, shape);
  const operations = createGraphOperations(
    graph,
    windowSumsOn(chooseAlgorithm(algorithm, resolved, provider), provider),
  );
  const fixed = graph.input('fixed', shape);
  const mask = withMask ? graph.input('mask', shape) : undefined;
  const { center, sums } = forwardFixed(operations, resolved, fixed, mask);
  const [centerName, sumName, squaredName, countName] = fixedStateNames;
  if (typeof center === 'object') graph.output(center, centerName);
  graph.output(sums.fixed, sumName);
  graph.output(sums.fixedSquared, squaredName);
  if (sums.count !== undefined) graph.output(sums.count, countName);
  return graph.toModel();
}
