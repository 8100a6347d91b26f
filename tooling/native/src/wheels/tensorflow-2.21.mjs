/** @typedef {import('./wheel.mjs').Wheel} Wheel */

const members = [
  'tensorflow/libtensorflow_(cc|framework)\\.so\\.2',
  'tensorflow/include/(tensorflow/c|tensorflow/core/platform|tsl/platform|tsl/c|xla/tsl/c)/.*\\.h',
];

/** @type {Wheel} */
export const tensorflowCpu = {
  name: 'tensorflow-cpu',
  version: '2.21.0',
  file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  bytes: 273_829_956,
  unpackedBytes: 855_000_000,
  members,
};

/** @type {Wheel} */
export const tensorflowGpu = {
  name: 'tensorflow',
  version: '2.21.0',
  file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
  sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  bytes: 572_440_367,
  unpackedBytes: 1_261_000_000,
  members,
};
