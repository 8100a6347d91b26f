import '@tensorflow/tfjs-backend-webgpu';
import { expectNoDeviceErrors } from '../device-errors.ts';
import { runOnPage } from './conformance.ts';

await runOnPage('webgpu');
expectNoDeviceErrors();
