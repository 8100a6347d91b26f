import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { presets } from '@fast-lncc/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { PreparedLoss, Problem } from '../contenders/contender.ts';
import { importRuntime } from './import-runtime.ts';

interface Execution {
  readonly backend: 'cpu' | 'wasm';
  readonly algorithm: 'sequential' | 'grouped' | 'separable' | 'banded' | 'fused';
}

export async function prepareTensorflowLoss(problem: Problem, execution: Execution): Promise<PreparedLoss> {
  const tf = await importRuntime('@tensorflow/tfjs-core', () => import('@tensorflow/tfjs-core'));
  const { lncc } = await importRuntime('@fast-lncc/tfjs', () => import('@fast-lncc/tfjs'));
  await loadBackend(execution.backend, problem.threads);
  await tf.setBackend(execution.backend);
  await tf.ready();
  const shape: [number, number, number, number, number] = [1, ...problem.shape, 1];
  const moving = tf.tensor5d(problem.moving, shape);
  const fixed = tf.tensor5d(problem.fixed, shape);
  const { algorithm } = execution;
  const fused = algorithm === 'fused' ? await loadFused() : undefined;
  const threads = fused && { threads: problem.threads };
  const options = { ...presets.fastlncc, reduction: 'mean', window: problem.window, algorithm, ...threads } as const;
  const evaluate = tf.valueAndGrad((image: Tensor) => lncc(image, fixed, options));
  return {
    algorithm,
    forward: async () => {
      const loss = tf.tidy(() => lncc(moving, fixed, options));
      const value = (await loss.data())[0] as number;
      loss.dispose();
      return value;
    },
    gradient: async () => {
      const { value, grad } = evaluate(moving);
      const loss = (await value.data())[0] as number;
      const gradient = (await grad.data()) as Float32Array;
      tf.dispose([value, grad]);
      return { loss, gradient };
    },
    dispose: async () => {
      tf.dispose([moving, fixed]);
      fused?.releaseFused();
    },
  };
}

/** Registers the algorithm `fused`. */
const loadFused = () => importRuntime('@fast-lncc/tfjs/fused', () => import('@fast-lncc/tfjs/fused'));

async function loadBackend(backend: Execution['backend'], threads: number): Promise<void> {
  if (backend === 'cpu') {
    await importRuntime('@tensorflow/tfjs-backend-cpu', () => import('@tensorflow/tfjs-backend-cpu'));
    return;
  }
  const wasm = await importRuntime('@tensorflow/tfjs-backend-wasm', () => import('@tensorflow/tfjs-backend-wasm'));
  wasm.setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  wasm.setThreadsCount(threads);
}
