import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runPieces, runTrainer, runTraining } from '@fast-lncc/conformance/training';
import { initialWeights, vm1 } from '@fast-lncc/networks';
import { describe, expect, test } from 'vitest';
import { findTfjsNode, loadTfjsNode } from '../../../../tooling/native/src/index.mjs';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { createTrainer, loadWeights, saveWeights, type TrainerOptions } from '../../src/training/index.ts';
import { checkVerbs } from '../training/check-verbs.ts';
import { checkAgainstOnnxRuntime } from '../training/cross-engine.ts';
import { runPiece } from '../training/piece-driver.ts';
import { trainingForms } from '../training/training-forms.ts';

if (hasRuntime('tfjs-node', findTfjsNode().missing)) {
  const node = loadTfjsNode();
  const backend = 'tensorflow';
  const name = `tfjs (${backend})`;
  checkVerbs(backend);
  runPieces({ describe, test, name, run: runPiece });
  runTrainer({ describe, test, name, createTrainer: (options) => createTrainer({ ...options, backend }) });
  runTraining({
    describe,
    test,
    name,
    network: vm1,
    golden: 'VM-1',
    forms: trainingForms,
    createTrainer: (options) => createTrainer({ ...options, backend } as TrainerOptions),
  });
  checkAgainstOnnxRuntime(backend, { network: vm1, shape: [32, 48, 32], steps: 12, tolerance: 1e-6 });

  test('weights in a folder of files come back bit for bit', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'fast-lncc-weights-'));
    const owner = { network: vm1, shape: [16, 16, 16] };
    const weights = initialWeights(vm1, owner.shape, 2);
    await saveWeights(node.io.fileSystem(folder), owner, weights);
    expect((await readdir(folder)).sort()).toEqual(['model.json', 'weights.bin']);
    const loaded = await loadWeights(node.io.fileSystem(path.join(folder, 'model.json')), owner);
    for (const [name, values] of Object.entries(weights)) {
      expect(Buffer.from(values.buffer).equals(Buffer.from(Float32Array.from(loaded[name] ?? []).buffer)), name).toBe(
        true,
      );
    }
    await rm(folder, { recursive: true });
  });
}
