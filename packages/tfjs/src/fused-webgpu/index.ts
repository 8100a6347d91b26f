import { registerFused, releaseRegistered } from '../fused-registry.ts';
import { webgpuMethod } from './method.ts';
import { releaseRecorders } from './recorders.ts';

registerFused({ backends: ['webgpu'], isAvailable: () => true, method: () => webgpuMethod, release: releaseRecorders });

/**
 * Gives back the scratch that the algorithm `fused` keeps on the GPU between calls: that of up to four definitions and
 * shapes, each the size of one image at most. Calls afterwards work, and start anew.
 */
export function releaseFusedWebgpu(): void {
  releaseRegistered('webgpu');
}
