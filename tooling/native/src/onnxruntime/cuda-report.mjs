import { missingFor } from '../cache/loadable-libraries.mjs';
import { cudaFolders } from './layout.mjs';
import { cudaEnvironment } from './load-onnxruntime-cuda.mjs';

/** What the CUDA provider of ONNX Runtime 1.30 is linked to, and what it loads for convolutions. */
const linked = ['libcudart.so.13', 'libcublasLt.so.13', 'libcublas.so.13', 'libcurand.so.10', 'libcuda.so.1'];
const optional = ['libcudnn.so.9'];

/**
 * Which of the CUDA libraries load and which are missing, in words. No GPU is needed to tell.
 *
 * @param {import('./layout.mjs').OnnxruntimeLayout} layout
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<string>}
 */
export async function cudaReport(layout, { environment, signal, voice }) {
  const names = [...linked, ...optional];
  const tools = { environment: cudaEnvironment(environment), signal, voice };
  const missing = await missingFor(names, cudaFolders(layout), tools);
  const present = names.filter((name) => missing.get(name) === undefined);
  const absent = names.filter((name) => missing.get(name) !== undefined);
  const lines = [`CUDA libraries that load: ${present.join(', ') || 'none'}.`];
  if (absent.length > 0) lines.push(`Missing: ${absent.join(', ')}.`);
  if (absent.some((name) => name !== 'libcuda.so.1')) {
    lines.push('`npm run setup:onnxruntime -- --cuda --with-cuda` brings CUDA 13 and cuDNN 9.');
  }
  if (absent.includes('libcuda.so.1')) lines.push('libcuda.so.1 comes with the NVIDIA driver (580 or newer).');
  return lines.join('\n');
}
