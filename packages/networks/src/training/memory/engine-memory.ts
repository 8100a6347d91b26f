/** How the memory of an engine's process follows from what is counted: `base + factor · counted`. */
export interface EngineMemory {
  /** Bytes of code, compiled graphs and small buffers. */
  readonly base: number;
  /** What the engine takes for a byte that is counted: work buffers, gaps between blocks, what is freed late. */
  readonly factor: number;
  /**
   * Vectors as long as all weights beside weights and moments: gradients, and where the engine has them flat, the gradient joined
   * and taken out, and the weights in parts.
   */
  readonly weightCopies: number;
}

/**
 * Fitted to the peak resident memory of a process that trains two steps, less what it held before, on CPUs: every network on
 * onnxruntime-node 1.30 and on tfjs-node 4.22 with TensorFlow 2.21, at sizes from 64×80×96 to 160×192×224. The figures stand in
 * `test/training/memory/measured.ts`. Predictions were 0.88 to 1.32 times what was measured: rather too much, as a process
 * that runs out of memory is ended without a word. Nothing else has been measured: in pages, on tfjs-cpu and on graphics cards
 * the same constants are a guess.
 */
export const engineMemory = {
  onnxruntime: { base: 50 * 2 ** 20, factor: 1.25, weightCopies: 4 },
  tfjs: { base: 50 * 2 ** 20, factor: 1.05, weightCopies: 1 },
} as const satisfies Readonly<Record<string, EngineMemory>>;

/** An engine whose memory is known. */
export type MeasuredEngine = keyof typeof engineMemory;
