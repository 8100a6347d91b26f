import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runPieces, runTrainer, runTraining, type TrainingForm } from '@fast-lncc/conformance/training';
import { initialWeights, lku4, lku8, vm1, vm2 } from '@fast-lncc/networks';
import { loadTfjsNode } from '@tooling/native';
import { beforeAll, describe, expect, test } from 'vitest';
import '../../src/fused/index.ts';
import { createTrainer, loadWeights, saveWeights, type TrainerOptions } from '../../src/training/index.ts';
import { hasTfjsNode, useBackend } from '../backend.ts';
import { checkVerbs } from '../training/check-verbs.ts';
import { checkAgainstOnnxRuntime } from '../training/cross-engine.ts';
import { runPiece } from '../training/piece-driver.ts';
import { trainingForms } from '../training/training-forms.ts';

const backend = 'tensorflow';
const name = `tfjs (${backend})`;
const fused: TrainingForm = { algorithm: 'fused', differentiation: 'analytic' };

describe.runIf(hasTfjsNode)('training on tfjs-node', () => {
  beforeAll(() => useBackend(backend));
  const make = (options: Omit<TrainerOptions, 'backend' | 'algorithm'>) =>
    createTrainer({ ...options, backend } as TrainerOptions);

  checkVerbs(backend);
  runPieces({ describe, test, name, run: runPiece });
  runTrainer({ describe, test, name, createTrainer: make });
  const suite = { describe, test, name, createTrainer: make };
  runTraining({ ...suite, network: vm1, golden: 'VM-1', forms: [fused, ...trainingForms] });
  runTraining({ ...suite, network: vm2, golden: 'VM-2', forms: [fused, ...trainingForms.slice(-2)] });
  const coarse: TrainingForm = { algorithm: 'banded', differentiation: 'analytic', fusedUpsampling: true };
  for (const [golden, network] of Object.entries({ 'VM-1': vm1, 'VM-2': vm2 })) {
    runTraining({ ...suite, network, golden, forms: [coarse] });
  }
  for (const [golden, network] of Object.entries({ 'LKU-4': lku4, 'LKU-8': lku8 })) {
    for (const mode of ['plain', 'diff'] as const) {
      runTraining({ ...suite, network, golden, mode, forms: [fused, ...trainingForms.slice(-2)] });
    }
  }
  const shape = [32, 48, 32];
  checkAgainstOnnxRuntime(backend, [
    { network: vm1, shape, steps: 12, tolerance: 1e-6 },
    { network: lku4, shape, steps: 12, tolerance: 1e-6 },
    { network: lku4.diffeomorphic, shape, steps: 12, tolerance: 1e-6 },
  ]);

  test('weights in a folder of files come back bit for bit', async () => {
    const { io } = loadTfjsNode();
    const folder = await mkdtemp(path.join(tmpdir(), 'fast-lncc-weights-'));
    const owner = { network: vm1, shape: [16, 16, 16] };
    const weights = initialWeights(vm1, owner.shape, 2);
    await saveWeights(io.fileSystem(folder), owner, weights);
    expect((await readdir(folder)).sort()).toEqual(['model.json', 'weights.bin']);
    const loaded = await loadWeights(io.fileSystem(path.join(folder, 'model.json')), owner);
    for (const [parameter, values] of Object.entries(weights)) {
      const found = Float32Array.from(loaded[parameter] ?? []);
      expect(Buffer.from(values.buffer).equals(Buffer.from(found.buffer)), parameter).toBe(true);
    }
    await rm(folder, { recursive: true });
  });
});
