import type { Edge } from './edge.ts';
import { createTape, type Tape } from './tape.ts';
import { wait } from './wait.ts';

/** What a recomputed piece of graph starts from. */
export interface CheckpointInputs {
  /** Kept as they are until the way back. */
  readonly kept: readonly Edge[];
  /** Copied on the way back, so that the piece is not computed again before its gradient is there: small ones, and enough of them. */
  readonly awaited: readonly Edge[];
}

/**
 * A piece of graph of which nothing is kept for the way back but its inputs: it is computed once more when the gradient of its
 * output is there. More time for less memory (Chen et al., Training Deep Nets with Sublinear Memory Cost, 2016).
 *
 * @param build Appends the piece, recording it on the tape it is given; called twice, with inputs in the order kept, awaited.
 */
export function checkpoint(
  tape: Tape,
  { kept, awaited }: CheckpointInputs,
  build: (tape: Tape, inputs: readonly Edge[]) => Edge,
): Edge {
  const { graph } = tape;
  const inputs = [...kept, ...awaited];
  const output = build(createTape(graph), inputs);
  return tape.record(output, inputs, (gradient, give) => {
    const inner = createTape(graph);
    const again = [...kept, ...awaited.map((edge) => wait(graph, edge, gradient))];
    inputs.forEach((input, index) => {
      if (tape.needs(input)) inner.track(again[index] as Edge);
    });
    inner.backward([[build(inner, again), gradient]]);
    inputs.forEach((input, index) => {
      if (tape.needs(input)) give(input, inner.gradient(again[index] as Edge));
    });
  });
}
