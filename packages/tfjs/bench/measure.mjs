import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { loadTfjsNode } from '@tooling/native';

const require = createRequire(import.meta.url);

/** Starts a TensorFlow.js backend under Node; `tensorflow` needs `npm run setup:tfjs`. */
export async function useBackend(name) {
  if (name === 'tensorflow') loadTfjsNode();
  if (name === 'wasm') setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend(name);
  await tf.ready();
}

/** Two textured images `[1, ...spatial, 1]`; the caller disposes them. */
export function imagePair(spatial) {
  return tf.tidy(() => {
    const shape = [1, ...spatial, 1];
    const fixed = tf.randomUniform(shape, 0, 1, 'float32', 1);
    return { moving: tf.add(tf.mul(fixed, 0.5), tf.randomUniform(shape, 0, 0.5, 'float32', 2)), fixed };
  });
}

/**
 * Median milliseconds per contender. The contenders take turns, so that a disturbance of the machine meets all of them;
 * the first round warms up and does not count.
 *
 * @param contenders name to a function that ends with its result computed.
 */
export function measure(contenders, rounds) {
  const times = new Map(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const start = performance.now();
      run();
      if (round > 0) times.get(name).push(performance.now() - start);
    }
  }
  return Object.fromEntries([...times].map(([name, list]) => [name, median(list)]));
}

/** Runs a tensor function and waits for its values. */
export function compute(tensors) {
  tf.tidy(() => {
    for (const tensor of [tensors()].flat()) tensor.dataSync();
  });
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
