export { findOnnxruntimeCuda } from './onnxruntime/find-onnxruntime-cuda.mjs';
export { cudaEnvironment, loadOnnxruntimeCuda } from './onnxruntime/load-onnxruntime-cuda.mjs';
export { SetupError } from './setup-error.mjs';
export { findTfjsNode } from './tfjs/find-tfjs-node.mjs';
export { loadTfjsNode } from './tfjs/load-tfjs-node.mjs';
