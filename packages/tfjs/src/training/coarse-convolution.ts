import * as tf from '@tensorflow/tfjs-core';
import { depthToSpace, spaceToDepth } from './depth-to-space.ts';
import { padVolume } from './pad-volume.ts';
import { phaseKernels, phaseKernelsAdjoint } from './phase-kernels.ts';
import { splitVolume, type VolumeShape } from './volume.ts';

/**
 * `W ∗ upsampleNearest(coarse)` with an extent of 3, on the coarse grid: one convolution of extent 2 whose outputs are the
 * eight phases, put where they belong. 8/27 of the products.
 *
 * @param weight `[3, 3, 3, inputs, outputs]`
 */
export function convolveCoarse(coarse: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  const grid = splitVolume('coarse', coarse);
  const between = placesBetween(grid, weight);
  return tf.tidy(() => {
    const phases = tf.tidy(() =>
      tf.conv3d(surrounded(coarse) as tf.Tensor5D, phaseKernels(weight) as tf.Tensor5D, 1, 'valid'),
    );
    const spread = tf.tidy(() => depthToSpace(phases, between));
    // Half a block lies outside on every side.
    return tf.slice(
      spread,
      [0, 1, 1, 1, 0],
      [grid.batch, ...grid.spatial.map((length) => 2 * length), between.channels],
    );
  });
}

/** The adjoints of {@link convolveCoarse} for one gradient, which is taken apart once, within the scope of the caller. */
export function coarseAdjoints(
  gradient: tf.Tensor,
  coarse: tf.Tensor,
  weight: tf.Tensor,
): { toCoarse(): tf.Tensor; toWeight(): tf.Tensor } {
  const grid = splitVolume('coarse', coarse);
  const { batch, spatial, channels } = grid;
  const between = placesBetween(grid, weight);
  const padded = [batch, ...spatial.map((length) => length + 2), channels];
  const phases = tf.tidy(() => {
    const rows = spaceToDepth(surrounded(gradient), between);
    return tf.reshape(rows, [batch, ...between.spatial, 8 * between.channels]);
  });
  const backward = { strides: 1, pad: 'valid' };
  const kernel = (name: string, inputs: object, attributes: object) =>
    tf.engine().runKernel(name, inputs as tf.NamedTensorMap, { ...backward, ...attributes }) as tf.Tensor;
  return {
    toCoarse: () =>
      tf.tidy(() => {
        const inputs = { dy: phases, filter: phaseKernels(weight) };
        const whole = kernel(tf.Conv3DBackpropInputV2, inputs, { inputShape: padded });
        return tf.slice(whole, [0, 1, 1, 1, 0], [...coarse.shape]);
      }),
    toWeight: () =>
      tf.tidy(() => {
        const filterShape = [2, 2, 2, channels, 8 * between.channels];
        const inputs = { x: surrounded(coarse), dy: phases };
        return phaseKernelsAdjoint(kernel(tf.Conv3DBackpropFilterV2, inputs, { filterShape }));
      }),
  };
}

const surrounded = (volume: tf.Tensor): tf.Tensor =>
  padVolume(volume, [
    [1, 1],
    [1, 1],
    [1, 1],
  ]);

/** The places between coarse voxels and around them, with the channels of a kernel's outputs. */
function placesBetween({ batch, spatial }: VolumeShape, weight: tf.Tensor): VolumeShape {
  const [depth, height, width] = spatial;
  return { batch, spatial: [depth + 1, height + 1, width + 1], channels: weight.shape[4] ?? 1 };
}
