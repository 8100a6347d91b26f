import { vm1 } from '@fast-lncc/networks';
import '@tensorflow/tfjs-backend-cpu';
import { checkAgainstOnnxRuntime } from './cross-engine.ts';

checkAgainstOnnxRuntime('cpu', { network: vm1, shape: [16, 16, 16], steps: 8, tolerance: 1e-6 });
