import { regenerateNetworkInputs, readGoldenNetwork } from '@fast-lncc/conformance/golden';
import { vm1 } from '@fast-lncc/networks';
import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { createTrainer } from '../../src/training/index.ts';
test('profile', async () => {
  const d = await readGoldenNetwork('VM-1');
  const inputs = regenerateNetworkInputs(d);
  const t = await createTrainer({ network: vm1, shape: d.size, weights: inputs.weights, backend: 'cpu', algorithm: 'banded' });
  let t0 = performance.now();
  const p = await tf.profile(async () => { await t.step(inputs); return tf.scalar(0); });
  console.log('step', performance.now() - t0, 'peak', p.peakBytes / 1e6, 'new tensors', p.newTensors);
  const by: Record<string, [number, number]> = {};
  for (const k of p.kernels) { const e = (by[k.name] ??= [0, 0]); e[0] += k.kernelTimeMs as number; e[1]++; }
  console.log(Object.entries(by).sort((a, b) => b[1][0] - a[1][0]).slice(0, 14).map(([n, [t, c]]) => `${n} ${t.toFixed(0)} ms x${c}`).join('\n'));
  t0 = performance.now(); const n0 = tf.memory().numTensors; await t.step(inputs); console.log('step', performance.now() - t0, n0, tf.memory().numTensors);
  await t.dispose(); console.log(tf.memory());
}, 300000);
