import { intensityOfLabel } from './anatomy.ts';
import type { Random } from './random.ts';
import { smoothNoise } from './smooth-noise.ts';
import type { Shape } from './volume.ts';

const noiseDeviation = 0.02;
const biasDeviation = 0.07;
const darkestTissue = 0.01;

/** The T1-like intensities of labels, blurred as a scanner blurs; without its noise and bias. */
export function cleanImage(labels: Uint8Array, shape: Shape): Float32Array {
  return blur(
    Float32Array.from(labels, (label) => intensityOfLabel[label]!),
    shape,
  );
}

/** What a scanner adds: a smooth multiplicative bias, then noise; the background stays exactly 0. */
export function acquire(clean: Float32Array, labels: Uint8Array, shape: Shape, random: Random): Float32Array {
  const bias = smoothNoise(shape, Math.min(...shape) / 2, random);
  return clean.map((value, index) => {
    const noisy = value * (1 + biasDeviation * bias[index]!) + noiseDeviation * random.normal();
    return labels[index] === 0 ? 0 : Math.min(1, Math.max(darkestTissue, noisy));
  });
}

/** The binomial kernel [1, 2, 1] / 4 along every axis, zeros outside: a standard deviation of 0.7 voxel. */
function blur(image: Float32Array, shape: Shape): Float32Array {
  let current = image;
  for (const stride of [shape[1] * shape[2], shape[2], 1]) {
    const extent = stride === 1 ? shape[2] : stride === shape[2] ? shape[1] : shape[0];
    current = current.map((value, index) => {
      const position = Math.floor(index / stride) % extent;
      const before = position > 0 ? current[index - stride]! : 0;
      const after = position < extent - 1 ? current[index + stride]! : 0;
      return (before + 2 * value + after) / 4;
    });
  }
  return current;
}
