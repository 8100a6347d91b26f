import { readdirSync } from 'node:fs';
import path from 'node:path';
import { missingFor } from '../cache/loadable-libraries.mjs';

/** What TensorFlow 2.21 loads by itself on a machine with a GPU; without one of them it computes on the processor. */
const needed = [
  ...['libcudart.so.12', 'libcublas.so.12', 'libcublasLt.so.12', 'libcufft.so.11', 'libcusolver.so.11'],
  ...['libcusparse.so.12', 'libcudnn.so.9', 'libcuda.so.1'],
];

/**
 * Which of the CUDA libraries load and which are missing, in words. No GPU is needed to tell.
 *
 * @param {string} library the folder of the library, which looks for them in its `nvidia`
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<string>}
 */
export async function cudaReport(library, tools) {
  const missing = await missingFor(needed, cudaFolders(library), tools);
  const present = needed.filter((name) => missing.get(name) === undefined);
  const absent = needed.filter((name) => missing.get(name) !== undefined);
  const lines = [`CUDA libraries that load: ${present.join(', ') || 'none'}.`];
  const wheels = absent.filter((name) => name !== 'libcuda.so.1');
  if (absent.length > 0) lines.push(`Missing: ${absent.map((name) => describe(name, missing.get(name))).join(', ')}.`);
  if (wheels.length > 0) lines.push('`npm run setup:tfjs -- --gpu --with-cuda` brings CUDA 12 and cuDNN 9.');
  if (absent.includes('libcuda.so.1')) lines.push('libcuda.so.1 comes with the NVIDIA driver (525 or newer).');
  return lines.join('\n');
}

/** @param {string} name @param {string | undefined} missing */
const describe = (name, missing) => (missing === name ? name : `${name} (for want of ${missing})`);

/** @param {string} library @returns {string[]} */
function cudaFolders(library) {
  const folder = path.join(library, 'nvidia');
  try {
    return readdirSync(folder).map((component) => path.join(folder, component, 'lib'));
  } catch {
    return [];
  }
}
