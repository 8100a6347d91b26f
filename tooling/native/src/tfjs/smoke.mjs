import { loadTfjsNode } from './load-tfjs-node.mjs';

// Run in a process of its own: what a native library does to a process stays there.
const tf = loadTfjsNode({ gpu: process.argv.includes('--gpu') });
// An inner voxel sees 27 neighbors of 2 channels; over a cube of 4 with zeros around it, 1000 pairs of voxels in all.
const sum = tf.tidy(() => {
  const image = /** @type {import('@tensorflow/tfjs-node').Tensor5D} */ (tf.ones([1, 4, 4, 4, 2]));
  const filter = /** @type {import('@tensorflow/tfjs-node').Tensor5D} */ (tf.ones([3, 3, 3, 2, 1]));
  return tf.conv3d(image, filter, 1, 'same').sum().dataSync()[0];
});
if (sum !== 2000) throw new Error(`A convolution of ones sums to ${sum} instead of 2000.`);
if (tf.getBackend() !== 'tensorflow') throw new Error(`The backend is ${tf.getBackend()} instead of tensorflow.`);
const { binding, isUsingGpuDevice } = /** @type {any} */ (tf.backend());
console.log(JSON.stringify({ tensorflow: binding.TF_Version, usesGpu: isUsingGpuDevice }));
