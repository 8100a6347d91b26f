import '@tensorflow/tfjs-backend-webgpu';
import { expectNoDeviceErrors } from '../device-errors.ts';
import { checkFusedWebgpu } from '../fused-webgpu-checks.ts';
import { runOnPage } from './conformance.ts';

await runOnPage('webgpu', ['fused']);
checkFusedWebgpu('webgpu, Chromium');
expectNoDeviceErrors();
