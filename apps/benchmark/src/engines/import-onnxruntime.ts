import { MissingRuntimeError } from '@fast-lncc/core';
import { findOnnxruntimeCuda, loadOnnxruntimeCuda } from '@tooling/native';
import type { ExecutionProvider } from '../run/settings.ts';
import { importRuntime } from './import-runtime.ts';

/**
 * The onnxruntime-node to compute with: for CUDA the one that `FAST_LNCC_ONNXRUNTIME` names or that
 * `npm run setup:onnxruntime -- --cuda` has set up, where there is one; otherwise the installed one.
 *
 * @throws MissingRuntimeError when it cannot be loaded.
 */
export async function importOnnxruntime(provider: ExecutionProvider): Promise<typeof import('onnxruntime-node')> {
  const isSetUp = Boolean(process.env.FAST_LNCC_ONNXRUNTIME) || findOnnxruntimeCuda().folder !== undefined;
  if (provider !== 'cuda' || !isSetUp) return importRuntime('onnxruntime-node', () => import('onnxruntime-node'));
  try {
    return loadOnnxruntimeCuda();
  } catch (cause) {
    throw new MissingRuntimeError((cause as Error).message, { cause });
  }
}
