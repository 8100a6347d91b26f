import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { presets, resolveDefinition } from '@fast-lncc/core';
import type { Scalar, Tensor5D } from '@tensorflow/tfjs-core';
import type { Means, PreparedLoss, Problem } from '../contenders/contender.ts';
import { importRuntime } from './import-runtime.ts';
import { loadNative } from './tensorflow-native.ts';

/** The backends of TensorFlow.js; `tensorflow` is that of tfjs-node. */
export type TensorflowBackend = 'cpu' | 'wasm' | 'tensorflow';

interface Execution {
  readonly backend: TensorflowBackend;
  readonly algorithm: 'sequential' | 'grouped' | 'separable' | 'banded' | 'fused' | 'auto';
}

/** A loss over tensors, and what ends with it. */
interface TensorLoss {
  readonly algorithm: string;
  readonly evaluate: (moving: Tensor5D, fixed: Tensor5D) => Scalar;
  readonly release: () => void;
}

/** The loss of `@fast-lncc/tfjs`, with its closed gradient. */
export async function prepareTensorflowLoss(
  problem: Problem,
  { backend, algorithm }: Execution,
): Promise<PreparedLoss> {
  const tf = await startTensorflow(problem, backend);
  const fused = algorithm === 'fused' || algorithm === 'auto' ? await loadFused() : undefined;
  const { chooseAlgorithm, lncc } = await importRuntime('@fast-lncc/tfjs', () => import('@fast-lncc/tfjs'));
  const definition = { ...presets.fastlncc, window: problem.window };
  const chosen =
    algorithm === 'auto'
      ? chooseAlgorithm(tf.getBackend(), resolveDefinition(definition, [1, 1, ...problem.shape]))
      : algorithm;
  const threads = chosen === 'fused' && { threads: problem.threads };
  const options = { ...definition, reduction: 'mean', algorithm, ...threads } as const;
  return prepareLossOf(tf, problem, {
    algorithm: chosen,
    evaluate: (moving, fixed) => lncc(moving, fixed, options),
    release: () => fused?.releaseFused(),
  });
}

/** A loss over tensors on the images of a problem. */
export function prepareLossOf(
  tf: typeof import('@tensorflow/tfjs-core'),
  problem: Problem,
  { algorithm, evaluate, release }: TensorLoss,
): PreparedLoss {
  const shape: [number, number, number, number, number] = [1, ...problem.shape, 1];
  const moving = tf.tensor5d(problem.moving, shape);
  const fixed = tf.tensor5d(problem.fixed, shape);
  const differentiate = tf.valueAndGrad((image) => evaluate(image as Tensor5D, fixed));
  return {
    algorithm,
    forward: async () => {
      const loss = tf.tidy(() => evaluate(moving, fixed));
      const value = (await loss.data())[0] as number;
      loss.dispose();
      return value;
    },
    gradient: async () => {
      const { value, grad } = differentiate(moving);
      const loss = (await value.data())[0] as number;
      const gradient = (await grad.data()) as Float32Array;
      tf.dispose([value, grad]);
      return { loss, gradient };
    },
    dispose: async () => {
      tf.dispose([moving, fixed]);
      release();
    },
  };
}

/** TensorFlow.js with a backend that computes with so many threads. */
export async function startTensorflow(
  { threads }: Means,
  backend: TensorflowBackend,
): Promise<typeof import('@tensorflow/tfjs-core')> {
  const tf = await importRuntime('@tensorflow/tfjs-core', () => import('@tensorflow/tfjs-core'));
  await loadBackend(backend, threads);
  await tf.setBackend(backend);
  await tf.ready();
  return tf;
}

async function loadBackend(backend: TensorflowBackend, threads: number): Promise<void> {
  if (backend === 'tensorflow') return loadNative(threads);
  if (backend === 'cpu') {
    await importRuntime('@tensorflow/tfjs-backend-cpu', () => import('@tensorflow/tfjs-backend-cpu'));
    return;
  }
  const wasm = await importRuntime('@tensorflow/tfjs-backend-wasm', () => import('@tensorflow/tfjs-backend-wasm'));
  wasm.setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  wasm.setThreadsCount(threads);
}

/** Registers the algorithm `fused`. */
export const loadFused = () => importRuntime('@fast-lncc/tfjs/fused', () => import('@fast-lncc/tfjs/fused'));
