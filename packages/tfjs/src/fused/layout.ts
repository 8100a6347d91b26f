import type { ResolvedDefinition } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';

// Loops, because tf.transpose of the cpu backend takes hundreds of times as long.

/** The values of an image `[batch, ...spatial, channels]` as `[batch, channels, ...spatial]`. */
export function readImage(image: tf.Tensor): Float32Array {
  const read = image.dataSync();
  const values = read instanceof Float32Array ? read : Float32Array.from(read);
  const [batch, channels] = [image.shape[0] ?? 1, image.shape.at(-1) ?? 1];
  if (channels === 1) return values;
  const voxels = values.length / (batch * channels);
  const result = new Float32Array(values.length);
  for (let sample = 0, target = 0; sample < batch; sample++) {
    for (let channel = 0; channel < channels; channel++) {
      let source = sample * channels * voxels + channel;
      for (let voxel = 0; voxel < voxels; voxel++, target++, source += channels) {
        result[target] = values[source] as number;
      }
    }
  }
  return result;
}

/** A mask `[batch or 1, ...spatial, channels or 1]` as `[batch, channels, ...spatial]`. */
export function readMask(mask: tf.Tensor, { batch, channels }: ResolvedDefinition): Float32Array {
  const values = readImage(mask);
  const [samples, kinds] = [mask.shape[0] ?? 1, mask.shape.at(-1) ?? 1];
  if (samples === batch && kinds === channels) return values;
  const voxels = values.length / (samples * kinds);
  const result = new Float32Array(batch * channels * voxels);
  for (let image = 0; image < batch * channels; image++) {
    const [sample, channel] = [Math.floor(image / channels) % samples, (image % channels) % kinds];
    const start = (sample * kinds + channel) * voxels;
    result.set(values.subarray(start, start + voxels), image * voxels);
  }
  return result;
}

/** `[batch, channels, ...spatial]` as an image `[batch, ...spatial, channels]`. */
export function toImage(values: Float32Array, [batch = 1, channels = 1, ...spatial]: readonly number[]): tf.Tensor {
  return tf.tensor(channels === 1 ? values : channelsLast(values, batch, channels), [batch, ...spatial, channels]);
}

function channelsLast(values: Float32Array, batch: number, channels: number): Float32Array {
  const voxels = values.length / (batch * channels);
  const result = new Float32Array(values.length);
  for (let sample = 0, source = 0; sample < batch; sample++) {
    for (let channel = 0; channel < channels; channel++) {
      let target = sample * channels * voxels + channel;
      for (let voxel = 0; voxel < voxels; voxel++, source++, target += channels) {
        result[target] = values[source] as number;
      }
    }
  }
  return result;
}
