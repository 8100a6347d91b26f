/** @typedef {import('./wheel.mjs').Wheel} Wheel */

/**
 * The wheel with the CUDA provider, by the version of onnxruntime-node it fits: the provider has to be that of the runtime.
 *
 * @type {Readonly<Record<string, Wheel>>}
 */
export const onnxruntimeGpu = {
  '1.30.0': {
    name: 'onnxruntime-gpu',
    version: '1.30.0',
    file: 'onnxruntime_gpu-1.30.0-cp311-cp311-manylinux_2_28_x86_64.whl',
    sha256: '4fbf0c5d7b5fb99266c2e8a802e3e64af68bdc383e0f3c7349b985f1087eedaa',
    bytes: 246_658_419,
    unpackedBytes: 272_064_536,
    members: ['onnxruntime/capi/libonnxruntime_providers_(shared|cuda)\\.so'],
  },
};
