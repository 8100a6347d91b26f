import { runPieces, runTrainer, runTraining } from '@fast-lncc/conformance/training';
import { vm1 } from '@fast-lncc/networks';
import { describe, test } from 'vitest';
import { findTfjsNode, loadTfjsNode } from '../../../../tooling/native/src/index.mjs';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';
import { checkVerbs } from '../training/check-verbs.ts';
import { checkAgainstOnnxRuntime } from '../training/cross-engine.ts';
import { runPiece } from '../training/piece-driver.ts';
import { trainingForms } from '../training/training-forms.ts';

if (hasRuntime('tfjs-node', findTfjsNode().missing)) {
  loadTfjsNode();
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
}
