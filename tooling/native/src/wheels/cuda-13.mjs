/** @typedef {import('./wheel.mjs').Wheel} Wheel */

const members = ['nvidia/[^/]+/lib/lib[^/]*\\.so[^/]*'];

/**
 * What the CUDA provider of ONNX Runtime 1.30 loads: CUDA 13.0, and cuDNN 9 with the compiler it uses, for convolutions.
 *
 * @type {readonly Wheel[]}
 */
export const cuda13 = [
  {
    name: 'nvidia-cuda-runtime',
    version: '13.0.96',
    file: 'nvidia_cuda_runtime-13.0.96-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    sha256: '7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548',
    bytes: 2_243_632,
    unpackedBytes: 704_288,
    members,
  },
  {
    name: 'nvidia-curand',
    version: '10.4.0.35',
    file: 'nvidia_curand-10.4.0.35-py3-none-manylinux_2_27_x86_64.whl',
    sha256: '1aee33a5da6e1db083fe2b90082def8915f30f3248d5896bcec36a579d941bfc',
    bytes: 59_544_258,
    unpackedBytes: 132_698_328,
    members,
  },
  {
    name: 'nvidia-cublas',
    version: '13.1.0.3',
    file: 'nvidia_cublas-13.1.0.3-py3-none-manylinux_2_27_x86_64.whl',
    sha256: 'ee8722c1f0145ab246bccb9e452153b5e0515fd094c3678df50b2a0888b8b171',
    bytes: 423_133_236,
    unpackedBytes: 596_511_080,
    members,
  },
  {
    name: 'nvidia-cuda-nvrtc',
    version: '13.0.88',
    file: 'nvidia_cuda_nvrtc-13.0.88-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
    sha256: 'ad9b6d2ead2435f11cbb6868809d2adeeee302e9bb94bcf0539c7a40d80e8575',
    bytes: 90_215_200,
    unpackedBytes: 227_912_592,
    members,
  },
  {
    name: 'nvidia-cudnn-cu13',
    version: '9.15.1.9',
    file: 'nvidia_cudnn_cu13-9.15.1.9-py3-none-manylinux_2_27_x86_64.whl',
    sha256: 'ebc9a647918df0d7298d67cfaf41579fd4c78ead9aba246f5ad9414d61b9ec4c',
    bytes: 351_298_418,
    unpackedBytes: 472_445_472,
    members,
  },
];
