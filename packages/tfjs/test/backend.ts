import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { findTfjsNode, loadTfjsNode } from '@tooling/native';
import { hasRuntime } from '../../../tooling/vitest/require-runtime.ts';

/** The backends in Node that keep nothing waiting: `tensorflow` is that of tfjs-node. */
export type TestBackend = 'cpu' | 'wasm' | 'tensorflow';

/** Whether tests of tfjs-node can run here. */
export const hasTfjsNode = hasRuntime('tfjs-node', findTfjsNode().missing);

/** Those that can run here. */
export const testBackends: readonly TestBackend[] = ['cpu', 'wasm', ...(hasTfjsNode ? (['tensorflow'] as const) : [])];

/** What `auto` takes on each of them, with the fused kernel and without. */
export const backendAlgorithms = (
  [
    ['cpu', 'separable'],
    ['cpu', 'fused'],
    ['wasm', 'banded'],
    ['wasm', 'fused'],
    ['tensorflow', 'banded'],
    ['tensorflow', 'fused'],
  ] as const
).filter(([backend]) => testBackends.includes(backend));

/** Makes a backend the active one; under Node the wasm backend has to be told where its modules are. */
export async function useBackend(name: TestBackend): Promise<void> {
  if (name === 'wasm') {
    setWasmPaths(`${dirname(fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm')))}/`);
  }
  if (name === 'tensorflow') loadTfjsNode();
  if (!(await tf.setBackend(name))) throw new Error(`The TensorFlow.js backend '${name}' did not start.`);
  await tf.ready();
}
