import { cpus } from 'node:os';
import type { Engine } from '../contenders/contender.ts';
import { nativeVersions } from '../engines/tensorflow-native.ts';
import { adapterName } from '../engines/webgpu.ts';
import { installedVersion } from '../results/machine.ts';
import type { ExecutionProvider } from '../run/settings.ts';
import { graphicsCards } from './graphics-cards.ts';
import type { ProbeFacts } from './job.ts';

type Facts = Pick<ProbeFacts, 'version' | 'device' | 'threads' | 'simd' | 'software' | 'libraries'>;

/** Version, device and means of an engine that has just computed in this process. */
export async function engineFacts(engine: Engine, provider: ExecutionProvider, threads: number): Promise<Facts> {
  switch (engine) {
    case 'onnxruntime':
      return { ...versionOf('onnxruntime-node'), ...(await onnxruntimeDevice(provider, threads)) };
    case 'wasm':
      return { ...versionOf('@fast-lncc/wasm'), device: processor(), threads, simd: true };
    case 'webgpu':
      return { ...versionOf('webgpu'), ...gpu(await adapterName()) };
    case 'tfjs-node':
      return { ...tensorflowVersions(), device: processor(), threads };
    case 'tfjs-cpu':
      return { ...versionOf('@tensorflow/tfjs-backend-cpu'), device: processor(), threads: 1 };
    case 'tfjs-wasm':
      return { ...versionOf('@tensorflow/tfjs-backend-wasm'), device: processor(), ...(await tfjsWasmMeans()) };
  }
}

const processor = (): string => cpus()[0]?.model.trim() ?? process.arch;

const versionOf = (name: string): Pick<Facts, 'version'> => {
  const version = installedVersion(name);
  return version === undefined ? {} : { version };
};

/** Adapters that compute on the processor: Mesa's, Google's and Microsoft's. */
const softwareAdapter = /llvmpipe|lavapipe|swiftshader|basic render/i;

const gpu = (name: string | undefined): Pick<Facts, 'device' | 'software'> =>
  name === undefined ? {} : { device: name, ...(softwareAdapter.test(name) ? { software: true } : {}) };

async function onnxruntimeDevice(provider: ExecutionProvider, threads: number): Promise<Facts> {
  if (provider === 'cpu') return { device: processor(), threads };
  // ONNX Runtime brings a Dawn of its own, which takes the adapter that Dawn's package takes.
  if (provider === 'webgpu') return gpu(await adapterName().catch(() => undefined));
  const [card] = graphicsCards();
  return card === undefined ? {} : { device: card.name };
}

function tensorflowVersions(): Facts {
  const { version, tensorflow } = nativeVersions();
  return {
    ...(version === undefined ? {} : { version }),
    ...(tensorflow === undefined ? {} : { libraries: { tensorflow } }),
  };
}

async function tfjsWasmMeans(): Promise<Pick<Facts, 'threads' | 'simd'>> {
  const { env } = await import('@tensorflow/tfjs-core');
  const { getThreadsCount } = await import('@tensorflow/tfjs-backend-wasm');
  return { threads: getThreadsCount(), simd: (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true };
}
