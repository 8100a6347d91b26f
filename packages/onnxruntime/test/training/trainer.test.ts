import { runTrainer } from '@fast-lncc/conformance/training';
import { vm1 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { createTrainer } from '../../src/training/index.ts';

runTrainer({
  describe,
  test,
  name: 'onnxruntime (cpu)',
  createTrainer: (options) => createTrainer({ ort, threads: 1, ...options }),
});

test('a size VoxelMorph-1 cannot take is refused before any work', async () => {
  const make = (shape: readonly number[]) => createTrainer({ ort, network: vm1, shape });
  await expect(make([16, 20, 16])).rejects.toThrow('crop or pad 20 to 16 or 32');
  await expect(make([16, 16])).rejects.toThrow('takes images of [D, H, W]');
});
