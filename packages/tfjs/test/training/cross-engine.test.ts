import { lku4, vm1 } from '@fast-lncc/networks';
import '@tensorflow/tfjs-backend-cpu';
import { checkAgainstOnnxRuntime } from './cross-engine.ts';

const shape = [16, 16, 16];

checkAgainstOnnxRuntime(
  'cpu',
  [
    { network: vm1, shape, steps: 8, tolerance: 1e-6 },
    { network: lku4, shape, steps: 3, tolerance: 1e-6 },
    { network: lku4.diffeomorphic, shape, steps: 2, tolerance: 1e-6 },
  ],
  120_000,
);
