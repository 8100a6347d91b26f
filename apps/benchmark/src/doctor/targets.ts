import type { ContenderId, Engine } from '../contenders/contender.ts';
import type { ExecutionProvider } from '../run/settings.ts';

/** Something that may be able to compute here, and what to do where it is not. */
export interface Target {
  readonly name: string;
  readonly engine: Engine;
  /** Computes one small loss as the proof. */
  readonly contender: ContenderId;
  readonly executionProvider: ExecutionProvider;
  /** One command or sentence. */
  readonly remedy: string;
}

const build = '`npm run build`';
const vulkan =
  'a GPU driver with Vulkan (Linux; VK_ICD_FILENAMES names its file; `apt-get install mesa-vulkan-drivers` has a slow one in software)';

/** Every engine of the contenders, and every execution provider of ONNX Runtime. */
export const targets: readonly Target[] = [
  onnxruntime('cpu', build),
  onnxruntime('cuda', '`npm run setup:onnxruntime -- --cuda --with-cuda`, and a driver of NVIDIA, 580 or newer'),
  onnxruntime('webgpu', vulkan),
  { name: 'wasm', engine: 'wasm', contender: 'wasm/fused', executionProvider: 'cpu', remedy: build },
  { name: 'webgpu', engine: 'webgpu', contender: 'webgpu/fused', executionProvider: 'cpu', remedy: vulkan },
  tensorflow('tfjs-node', '`npm run setup:tfjs`'),
  tensorflow('tfjs-cpu', build),
  tensorflow('tfjs-wasm', build),
];

/** The remedy for PyTorch, which only the peers need. */
export const peersRemedy = 'FAST_LNCC_PEERS_PYTHON=<a Python that has torch>; see apps/benchmark/peers/README.md';

function onnxruntime(executionProvider: ExecutionProvider, remedy: string): Target {
  const name = `onnxruntime ${executionProvider}`;
  return { name, engine: 'onnxruntime', contender: 'onnxruntime/auto', executionProvider, remedy };
}

function tensorflow(engine: Engine, remedy: string): Target {
  return { name: engine, engine, contender: `${engine}/banded`, executionProvider: 'cpu', remedy };
}
