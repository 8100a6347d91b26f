import { adapterText } from '../../src/engines/webgpu-adapter.ts';

/** Renderers that compute on the processor, as drivers name them. */
const software = /swiftshader|llvmpipe|lavapipe|software|basic render|\bwarp\b/i;

/** Whether an adapter computes on the processor. Browsers say so in one of two places, or only by its name. */
export function isSoftware(adapter: GPUAdapter): boolean {
  const { isFallbackAdapter } = adapter as { readonly isFallbackAdapter?: boolean };
  return (
    isFallbackAdapter === true || adapter.info.isFallbackAdapter === true || software.test(adapterText(adapter.info))
  );
}
