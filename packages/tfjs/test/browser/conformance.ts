import * as tf from '@tensorflow/tfjs-core';
import { conformance } from '../../../../tooling/vitest/conformance.ts';
import { readGoldenInBrowser } from '../../../../tooling/vitest/golden-in-browser.ts';
import type { TfjsAlgorithm } from '../../src/index.ts';
import { tfjsDriver } from '../driver.ts';
import { checkGpuBackend } from '../gpu-checks.ts';

/**
 * Registers the suite on a backend that runs on the page's GPU.
 *
 * @param more Algorithms beside those that every such backend has.
 */
export async function runOnPage(backend: 'webgl' | 'webgpu', more: readonly TfjsAlgorithm[] = []): Promise<void> {
  // Small tensors too: the backend leaves them to the processor unless it is told otherwise.
  tf.env().set(`${backend.toUpperCase()}_CPU_FORWARD`, false);
  if (!(await tf.setBackend(backend))) throw new Error(`The TensorFlow.js backend '${backend}' did not start.`);
  const name = `${backend}, Chromium`;
  conformance({
    // The dense ones take the same kernels as separable, for 27 times its products at 9³: gpu-checks.ts runs them.
    driver: tfjsDriver(name, ['separable', 'banded', ...more]),
    golden: await readGoldenInBrowser(),
  });
  checkGpuBackend(name);
}
