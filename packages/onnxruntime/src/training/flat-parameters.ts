import { sizeOf } from '@fast-lncc/core';
import type { FlatLayout } from '@fast-lncc/networks/training';
import { concat, type Edge, expand, type Graph, reshape, slice, type Tape } from '@fast-lncc/onnx';

/** The parameters as edges, cut out of the input `parameters`. */
export function cutParameters(
  graph: Graph,
  { specifications, offsets, length }: FlatLayout,
): { readonly flat: Edge; readonly parts: readonly Edge[] } {
  const flat = graph.input('parameters', [length]);
  const parts = specifications.map(({ shape }, index) => {
    const offset = offsets[index] ?? 0;
    return reshape(graph, slice(graph, flat, 0, offset, offset + sizeOf(shape)), shape);
  });
  return { flat, parts };
}

/** The gradients of the parameters as one flat edge, 0 for those that nothing depends on. */
export function joinGradients(tape: Tape, { specifications }: FlatLayout, parts: readonly Edge[]): Edge {
  const { graph } = tape;
  return concat(
    graph,
    parts.map((part, index) => {
      const length = sizeOf(part.shape);
      if (specifications[index]?.isUnused) return expand(graph, graph.constant(0, []), [length]);
      return reshape(graph, tape.gradient(part), [length]);
    }),
    0,
  );
}
