import { createRequire } from 'node:module';
import path from 'node:path';
import { SetupError } from '../setup-error.mjs';
import { findOnnxruntimeCuda } from './find-onnxruntime-cuda.mjs';
import { cudaFolders, onnxruntimeLayout } from './layout.mjs';

/** @type {typeof import('../index.d.mts').loadOnnxruntimeCuda} */
export function loadOnnxruntimeCuda() {
  const { folder, missing } = findOnnxruntimeCuda();
  if (folder === undefined) throw new SetupError(missing);
  // TensorFloat-32 rounds products to ten bits, which biases sums of squares.
  process.env.NVIDIA_TF32_OVERRIDE ??= '0';
  try {
    return createRequire(import.meta.url)(folder);
  } catch (cause) {
    throw new SetupError(
      `onnxruntime-node in ${folder} cannot be loaded: ${String(cause).split('\n')[0]}`,
      'Start from nothing: `npm run setup:onnxruntime -- --clean`, then `npm run setup:onnxruntime -- --cuda`.',
      { cause },
    );
  }
}

/** @type {typeof import('../index.d.mts').cudaEnvironment} */
export function cudaEnvironment(environment = process.env) {
  let folders;
  try {
    folders = cudaFolders(onnxruntimeLayout({ environment }));
  } catch {
    return environment;
  }
  const before = environment.LD_LIBRARY_PATH?.split(path.delimiter) ?? [];
  const added = folders.filter((folder) => !before.includes(folder));
  if (added.length === 0) return environment;
  // The user's own folders first: who has CUDA installed keeps it.
  return { ...environment, LD_LIBRARY_PATH: [...before, ...added].join(path.delimiter) };
}
