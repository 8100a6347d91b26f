import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import * as ort from 'onnxruntime-web/webgpu';
import { checkDeviceTraining } from '../device-training.ts';
import { keepDevice } from '../webgpu/keep-device.ts';

ort.env.wasm.wasmPaths = { wasm };
await keepDevice(ort);

const device = { ort, executionProviders: ['webgpu'], cpuFallback: false };
checkDeviceTraining(device, { ort, executionProviders: ['wasm'] }, 600_000);
