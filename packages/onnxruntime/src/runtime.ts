import type { InferenceSession, InferenceSessionFactory, TensorConstructor } from 'onnxruntime-common';

/**
 * The part of ONNX Runtime that is used: pass the module itself (`import * as ort from 'onnxruntime-node'`, or
 * `onnxruntime-web`).
 */
export interface OrtModule {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

/** An execution provider as ONNX Runtime takes it: its name, or a name with options. */
export type ExecutionProvider = string | { readonly name: string };

/** Options that decide where and how a session runs. */
export interface SessionExecution {
  /** Default `['cpu']`; `cuda` is probed before any work. */
  readonly executionProviders?: readonly ExecutionProvider[];
  /** Threads within one operation. Default: ONNX Runtime's own choice. */
  readonly threads?: number;
  /**
   * Whether an operation that the provider has no kernel for may run on the CPU, which copies its operands there and back
   * without a word. Default true; with false such a model is refused.
   */
  readonly cpuFallback?: boolean;
}

/** Where and how to run, out of the options of a create function. */
export const pickSession = ({ executionProviders, threads, cpuFallback }: SessionExecution): SessionExecution => ({
  ...(executionProviders && { executionProviders }),
  ...(threads !== undefined && { threads }),
  ...(cpuFallback !== undefined && { cpuFallback }),
});

export const nameOf = (provider: ExecutionProvider): string =>
  typeof provider === 'string' ? provider : provider.name;

/** Name of the first provider: the one the graph is made for. */
export const mainProvider = ({ executionProviders }: SessionExecution): string =>
  nameOf(executionProviders?.[0] ?? 'cpu');

/**
 * WebGPU lays images out channels last unless told otherwise, and moves the transpositions that takes through the graph,
 * to operands it cannot transpose (booleans), which then go to the CPU and back.
 */
const inOwnLayout = (provider: ExecutionProvider): ExecutionProvider | object =>
  nameOf(provider) === 'webgpu'
    ? { preferredLayout: 'NCHW', ...(typeof provider === 'string' ? { name: provider } : provider) }
    : provider;

/**
 * The options of a session. Memory patterns are off: they double the peak of a training step.
 *
 * @param onDevice Outputs that stay where the provider computes them.
 */
export function sessionOptions(
  { executionProviders, threads, cpuFallback = true }: SessionExecution,
  onDevice: readonly string[] = [],
): InferenceSession.SessionOptions {
  return {
    executionProviders: (executionProviders ?? ['cpu']).map(inOwnLayout) as InferenceSession.ExecutionProviderConfig[],
    graphOptimizationLevel: 'all',
    enableMemPattern: false,
    logSeverityLevel: 3,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(cpuFallback ? {} : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
    ...(onDevice.length === 0
      ? {}
      : { preferredOutputLocation: Object.fromEntries(onDevice.map((name) => [name, 'gpu-buffer' as const])) }),
  };
}
