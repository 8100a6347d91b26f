import { runTrainer } from '@fast-lncc/conformance/training';
import { describe, test } from 'vitest';
import '../backend.ts';
import { createTrainer } from '../../src/training/index.ts';

runTrainer({
  describe,
  test,
  name: 'tfjs (cpu)',
  createTrainer: (options) => createTrainer({ ...options, backend: 'cpu' }),
});
