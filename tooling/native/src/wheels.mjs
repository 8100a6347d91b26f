/**
 * A wheel (a Python package, which is a zip file) in which a native library is found. Any wheel of a version would do: the
 * libraries do not link Python. One is named, so that its hash can be, too.
 *
 * @typedef {object} Wheel
 * @property {string} name the distribution, as an index knows it
 * @property {string} version
 * @property {string} python the Python the wheel is for, such as `3.11`, or `3` for any
 * @property {string} abi
 * @property {string} platform the platform tag
 * @property {string} file
 * @property {string} sha256
 * @property {number} bytes
 * @property {readonly string[]} members regular expressions of the files that are needed from it
 */

const tensorflowMembers = [
  'tensorflow/libtensorflow_(cc|framework)\\.so\\.2',
  'tensorflow/include/(tensorflow/c|tensorflow/core/platform|tsl/platform|tsl/c|xla/tsl/c)/.*\\.h',
];

/** @type {Wheel} */
export const tensorflowCpu = {
  name: 'tensorflow-cpu',
  version: '2.21.0',
  python: '3.11',
  abi: 'cp311',
  platform: 'manylinux_2_27_x86_64',
  file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  bytes: 273_829_956,
  members: tensorflowMembers,
};

/** @type {Wheel} */
export const tensorflowGpu = {
  name: 'tensorflow',
  version: '2.21.0',
  python: '3.11',
  abi: 'cp311',
  platform: 'manylinux_2_27_x86_64',
  file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
  sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  bytes: 572_440_367,
  members: tensorflowMembers,
};
