import { createLncc, type OrtModule } from '../../src/index.ts';

/**
 * Holds one session on WebGPU for as long as the process runs: the device and its compiled shaders go with the last
 * session, and compiling them anew is most of the time of a small evaluation.
 */
export async function keepDevice(ort: OrtModule): Promise<void> {
  const shape = [1, 1, 4, 4];
  const held = await createLncc({ ort, shape, window: 3, executionProviders: ['webgpu'] });
  await held.evaluate({ moving: new Float32Array(16), fixed: new Float32Array(16) });
}
