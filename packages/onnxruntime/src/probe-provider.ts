import { MissingRuntimeError, UnsupportedOptionError } from '@fast-lncc/core';
import { createGraph } from '@fast-lncc/onnx';
import { turnsOf } from './in-turn.ts';
import { missingCudaLibraries } from './missing-cuda-libraries.ts';
import { type ExecutionProvider, nameOf, type OrtModule, type SessionExecution, sessionOptions } from './runtime.ts';

/** Whether an execution provider can be used here, and if not, what is missing. */
export type ProviderProbe =
  | { readonly available: true }
  | { readonly available: false; readonly missingLibraries: readonly string[]; readonly reason: string };

/** Providers that are the CPU themselves; onnxruntime-web calls it wasm. */
const onProcessor: readonly string[] = ['cpu', 'wasm'];

/** What a user can do about a provider that does not start. */
const wayOut: Readonly<Record<string, string>> = {
  cuda:
    'onnxruntime-node needs libonnxruntime_providers_cuda.so beside its libonnxruntime (its own install script fetches it; ' +
    'so does `npm run setup:onnxruntime -- --cuda` in the fast-lncc repository, into a cache), the CUDA 13 libraries ' +
    '(cublas, cudart, curand; with --with-cuda) on LD_LIBRARY_PATH before Node starts, and an NVIDIA driver.',
  webgpu: 'It needs a Vulkan loader (libvulkan.so.1) and a driver it accepts.',
};

/** Starts a session of one node on the provider: nothing is inferred from names, and nothing else has to work. */
export async function probeProvider(ort: OrtModule, provider: ExecutionProvider): Promise<ProviderProbe> {
  const graph = createGraph();
  graph.output(graph.input('x', [1]), 'y');
  const execution = { executionProviders: [provider] };
  try {
    await turnsOf(
      ort,
      execution,
    )(async () => {
      const session = await ort.InferenceSession.create(graph.toModel(), sessionOptions(execution));
      await session.release();
    });
    return { available: true };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const missingLibraries = nameOf(provider) === 'cuda' ? await missingCudaLibraries() : [];
    return { available: false, reason: reason.trim(), missingLibraries };
  }
}

/**
 * Checks the execution options before any work starts. TensorFloat-32 is switched off for CUDA (`NVIDIA_TF32_OVERRIDE`,
 * unless it is set): rounding the products of this loss to ten bits biases it.
 *
 * @throws UnsupportedOptionError for a thread count that is not a positive integer; MissingRuntimeError when a provider
 * other than cpu does not start, naming the library that is missing and the way out.
 */
export async function assertExecution(ort: OrtModule, execution: SessionExecution): Promise<void> {
  const { threads, executionProviders = [] } = execution;
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new UnsupportedOptionError(`threads is ${threads}; give a positive integer.`);
  }
  if (
    execution.cpuFallback === false &&
    executionProviders.every((provider) => onProcessor.includes(nameOf(provider)))
  ) {
    throw new UnsupportedOptionError(
      "cpuFallback is false, but everything runs on the CPU; name another provider in executionProviders, such as 'webgpu'.",
    );
  }
  for (const provider of executionProviders) {
    const name = nameOf(provider);
    if (name === 'cpu') continue;
    if (name === 'cuda' && typeof process !== 'undefined') process.env.NVIDIA_TF32_OVERRIDE ??= '0';
    const probe = await probeProvider(ort, provider);
    if (!probe.available) {
      const missing = probe.missingLibraries.length === 0 ? '' : ` (missing: ${probe.missingLibraries.join(', ')})`;
      throw new MissingRuntimeError(
        `Execution provider '${name}' does not start${missing}: ${probe.reason} ${wayOut[name] ?? ''} Use executionProviders: ['cpu'].`,
      );
    }
  }
}
