import { runTraining } from '@fast-lncc/conformance/training';
import { lku4, tm, tmTiny } from '@fast-lncc/networks';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import '../../src/fused/index.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';
import { hasTfjsNode, useBackend } from '../backend.ts';
import { checkRecompute } from '../training/check-recompute.ts';
import { checkTransformerVerbs } from '../training/check-transformer-verbs.ts';
import { checkGroupedAttention, checkWindowAttention } from '../training/check-window-attention.ts';
import { checkAgainstOnnxRuntime } from '../training/cross-engine.ts';

const backend = 'tensorflow';

describe.runIf(hasTfjsNode)('TransMorph on tfjs-node', () => {
  beforeAll(() => useBackend(backend));

  checkTransformerVerbs(backend);
  checkWindowAttention(backend);
  checkGroupedAttention();
  checkAgainstOnnxRuntime(backend, [{ network: tmTiny, shape: [32, 32, 64], steps: 8, tolerance: 1e-6 }], 120_000);

  checkRecompute(backend, tmTiny, [32, 32, 32], 120_000);
  checkRecompute(backend, lku4, [16, 16, 16], 120_000);

  test('only steps drop branches, and no tensor stays behind', async () => {
    const shape = [32, 32, 32];
    const image = (shift: number) => Float32Array.from({ length: 32 ** 3 }, (_, at) => Math.sin(at / 40 + shift) / 3);
    const pair = { moving: image(0), fixed: image(0.3) };
    const before = tf.memory().numTensors;
    const dropping = await createTrainer({ network: tmTiny, shape, backend });
    const whole = await createTrainer({ network: tmTiny, shape, backend, dropPath: false });
    expect((await dropping.evaluate(pair)).loss).toBe((await whole.evaluate(pair)).loss);
    const [own, expected] = [await dropping.gradients(pair), await whole.gradients(pair)];
    for (const [name, values] of Object.entries(expected)) expect(own[name], name).toEqual(values);
    const { numTensors } = tf.memory();
    const losses: (readonly number[])[] = [];
    for (let step = 0; step < 4; step++) {
      losses.push([(await dropping.step(pair)).loss, (await whole.step(pair)).loss]);
      expect(tf.memory().numTensors).toBe(numTensors);
    }
    expect(losses.some(([one, other]) => one !== other)).toBe(true);
    await Promise.all([dropping.dispose(), whole.dispose()]);
    expect(tf.memory().numTensors).toBe(before);
  }, 120_000);

  runTraining({
    describe,
    test: (title, body) => test(title, body, 300_000),
    name: `tfjs (${backend})`,
    network: tm,
    golden: 'TM',
    forms: [
      { algorithm: 'sequential', differentiation: 'automatic' },
      { algorithm: 'grouped', differentiation: 'automatic' },
      { algorithm: 'fused', differentiation: 'analytic' },
      { algorithm: 'fused', differentiation: 'analytic', recompute: true, checks: ['the gradient of every parameter'] },
    ],
    // Attention spreads rounding errors: the authors' own code in float32 differs from itself in float64 by as much.
    tolerances: { gradient: 2e-3, loss: 5e-4, change: 0.05 },
    createTrainer: (options) => createTrainer({ ...options, backend } as TrainerOptions),
  });
});
