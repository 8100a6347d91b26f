import { runTrainer } from '@fast-lncc/conformance/training';
import { voxelmorphNetwork } from '@fast-lncc/networks';
import { describe, expect, test } from 'vitest';
import '../backend.ts';
import '../../src/fused/index.ts';
import { createTrainer } from '../../src/training/index.ts';
import { texture } from '../images.ts';

runTrainer({
  describe,
  test,
  name: 'tfjs (cpu)',
  createTrainer: (options) => createTrainer({ ...options, backend: 'cpu' }),
});

test('the fused kernel trains, but is not differentiated operation by operation', async () => {
  const network = voxelmorphNetwork('tiny', { encoder: [2], decoder: [2], extra: [2] });
  const options = { network, shape: [4, 4, 6], definition: { window: 3 }, backend: 'cpu', algorithm: 'fused' } as const;
  const pair = { moving: texture(96, 1), fixed: texture(96, 2) };
  await using fused = await createTrainer(options);
  await using separable = await createTrainer({ ...options, algorithm: 'separable' });
  for (let step = 0; step < 3; step++) {
    const [{ loss }, expected] = [await fused.step(pair), await separable.step(pair)];
    expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-6);
  }
  await expect(createTrainer({ ...options, differentiation: 'automatic' })).rejects.toThrow(
    "algorithm 'fused' has no operations to differentiate",
  );
});
