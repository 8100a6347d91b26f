import type { RunDescription } from '../src/results/run-folder.ts';
import type { RunSettings } from '../src/run/settings.ts';

/** Settings of a tiny run; the contenders exist. */
export const tinySettings: RunSettings = {
  profile: 'quick',
  contenders: ['onnxruntime/sequential', 'onnxruntime/separable'],
  trained: ['onnxruntime/sequential', 'onnxruntime/separable'],
  networks: ['vm1'],
  size: [16, 16, 16],
  smallSize: [16, 16, 16],
  agreementSize: [16, 16, 16],
  window: 5,
  epochs: 2,
  pairs: 2,
  flips: false,
  judgedPairs: 0,
  repetitions: 3,
  seed: 1,
  threads: 1,
  executionProvider: 'cpu',
};

export const tinyDescription: RunDescription = {
  startedAt: '2026-01-31T12:00:00.000Z',
  settings: tinySettings,
  data: 'seeded brain-like phantom, seed 1',
  source: 'phantom',
  machine: {
    processor: 'Test CPU',
    cores: 2,
    memoryBytes: 2 ** 33,
    load: 0,
    system: 'Linux',
    node: 'v20.19.0',
    packages: { a: '1.0.0' },
  },
};
