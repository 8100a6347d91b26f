import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { missingFromPython, runPython } from '../../../../tooling/vitest/python.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { fileStore } from '../../src/files/index.ts';
import { createTraining } from '../../src/training/index.ts';
import { scriptedPair, scriptedTrainer } from '../training/scripted-trainer.ts';

const hex = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');

test.skipIf(!hasRuntime('python', missingFromPython('numpy', 'safetensors')))(
  'safetensors in Python reads the state of a training, and its digest is what Python computes',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fast-lncc-state-'));
    try {
      const file = path.join(folder, 'run.safetensors');
      const trainer = scriptedTrainer();
      const pairs = { count: 3, load: async (index: number) => scriptedPair(index) };
      await createTraining({ trainer, pairs, epochs: 2, store: fileStore(file) }).run();
      const read = JSON.parse(await runPython([path.join(import.meta.dirname, 'check_training.py'), file], folder));
      const { parameters, moments } = await trainer.state();
      expect(read).toMatchObject({ format: 'fast-lncc training 1', sealed: true });
      expect(read.training).toMatchObject({ step: 6, epoch: 2, position: 0, network: 'scripted', size: [1, 2, 3] });
      expect(read.tensors).toEqual(
        Object.fromEntries(
          Object.entries({ parameters, ...moments }).map(([name, values]) => [name, ['float32', hex(values)]]),
        ),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
