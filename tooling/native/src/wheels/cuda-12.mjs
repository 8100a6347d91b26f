/** @typedef {import('./wheel.mjs').Wheel} Wheel */

const members = ['nvidia/[^/]+/lib/lib[^/]*\\.so[^/]*'];

/**
 * CUDA 12 and cuDNN 9 in the versions TensorFlow 2.21 was built with: the lower bounds of its extra `and-cuda`, without what
 * TensorFlow.js has no use for (several cards, profiling, compiling).
 *
 * @type {readonly Wheel[]}
 */
export const cuda12 = [
  {
    name: 'nvidia-cuda-runtime-cu12',
    version: '12.5.82',
    file: 'nvidia_cuda_runtime_cu12-12.5.82-py3-none-manylinux2014_x86_64.whl',
    sha256: '3e79a060e126df40fd3a068f3f787eb000fa51b251ec6cd97d09579632687115',
    bytes: 895_707,
    unpackedBytes: 712_032,
    members,
  },
  {
    name: 'nvidia-nvjitlink-cu12',
    version: '12.5.82',
    file: 'nvidia_nvjitlink_cu12-12.5.82-py3-none-manylinux2014_x86_64.whl',
    sha256: 'f9b37bc5c8cf7509665cb6ada5aaa0ce65618f2332b7d3e78e9790511f111212',
    bytes: 21_298_879,
    unpackedBytes: 54_560_656,
    members,
  },
  {
    name: 'nvidia-cuda-nvrtc-cu12',
    version: '12.5.82',
    file: 'nvidia_cuda_nvrtc_cu12-12.5.82-py3-none-manylinux2014_x86_64.whl',
    sha256: '3dbd97b0104b4bfbc3c4f8c79cd2496307c89c43c29a9f83125f1d76296ff3fd',
    bytes: 24_873_108,
    unpackedBytes: 68_243_664,
    members,
  },
  {
    name: 'nvidia-cublas-cu12',
    version: '12.5.3.2',
    file: 'nvidia_cublas_cu12-12.5.3.2-py3-none-manylinux2014_x86_64.whl',
    sha256: 'ca070ad70e9fa6654084575d01bd001f30cc4665e33d4bb9fc8e0f321caa034b',
    bytes: 363_313_169,
    unpackedBytes: 551_706_504,
    members,
  },
  {
    name: 'nvidia-cudnn-cu12',
    version: '9.3.0.75',
    file: 'nvidia_cudnn_cu12-9.3.0.75-py3-none-manylinux2014_x86_64.whl',
    sha256: '9ad9c6929ebb5295eb4a1728024666d1c88283373e265a0c5c883e6f9d5cd76d',
    bytes: 577_163_502,
    unpackedBytes: 885_338_960,
    members,
  },
  {
    name: 'nvidia-cufft-cu12',
    version: '11.2.3.61',
    file: 'nvidia_cufft_cu12-11.2.3.61-py3-none-manylinux2014_x86_64.whl',
    sha256: '9a6e8df162585750f61983a638104a48c756aa13f9f48e19ab079b38e3c828b8',
    bytes: 192_524_114,
    unpackedBytes: 278_929_256,
    members,
  },
  {
    name: 'nvidia-cusparse-cu12',
    version: '12.5.1.3',
    file: 'nvidia_cusparse_cu12-12.5.1.3-py3-none-manylinux2014_x86_64.whl',
    sha256: '016df8e993c437e8301e62739f01775cba988fd5253cd4c64173f8e8d2f8e752',
    bytes: 217_558_979,
    unpackedBytes: 295_715_544,
    members,
  },
  {
    name: 'nvidia-cusolver-cu12',
    version: '11.6.3.83',
    file: 'nvidia_cusolver_cu12-11.6.3.83-py3-none-manylinux2014_x86_64.whl',
    sha256: '93cfafacde4428b71778eeb092ec615a02a3d05404da1bcf91c53e3fa1bce42b',
    bytes: 130_341_232,
    unpackedBytes: 218_141_696,
    members,
  },
];
