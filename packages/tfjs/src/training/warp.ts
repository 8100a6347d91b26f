import { formatShape, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { type Corners, locateCorners, margin, paddedStrides } from './locate-corners.ts';
import { padVolume } from './pad-volume.ts';
import { splitVolume, type VolumeShape } from './volume.ts';

/**
 * Trilinear sampling of an image at `p + displacement(p)`, in voxels, with zeros outside of it, and with exact gradients to
 * both: to the displacement from the differences between corners, to the image by adding each voxel's gradient to its eight
 * corners. Only what is asked for is computed, and no gradient has to be registered.
 *
 * @param image float32 `[batch, D, H, W, channels]`
 * @param displacement float32 `[batch, D, H, W, 3]`, the components along D, H, W.
 * @returns `[batch, D, H, W, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 *
 * Source: the sampling of TransMorph's `SpatialTransformer`, whose normalization to [−1, 1] and back cancels.
 */
export function warp(image: tf.Tensor, displacement: tf.Tensor): tf.Tensor5D {
  const grid = planWarp(image, displacement);
  const recorded = tf.engine().isTapeOn();
  return tf.tidy(() =>
    selectiveGradient('warp', [image, displacement], () => {
      const { value, slopes } = sample(image, displacement, grid, recorded);
      return {
        value,
        kept: [displacement, ...slopes],
        gradients: (upstream, [kept, ...keptSlopes], wanted) => {
          const gradient = tf.reshape(upstream, [-1, grid.channels]);
          return [
            wanted.has(0) ? spreadToCorners(gradient, kept as tf.Tensor, grid) : undefined,
            wanted.has(1) ? tf.reshape(alongSlopes(gradient, keptSlopes), displacement.shape) : undefined,
          ];
        },
      };
    }),
  ) as tf.Tensor5D;
}

/** Values at fractional positions, and their derivatives along D, H, W, all `[voxels, channels]`. */
interface Sampled {
  readonly value: tf.Tensor;
  readonly slopes: readonly tf.Tensor[];
}

function sample(image: tf.Tensor, displacement: tf.Tensor, grid: VolumeShape, withSlopes: boolean): Sampled {
  return scope(() => {
    const around = [margin, margin] as const;
    const flat = tf.reshape(padVolume(image, [around, around, around]), [-1, grid.channels]);
    const corners = locateCorners(displacement, grid);
    const { value, slopes } = interpolate(flat, corners, grid, withSlopes);
    return { value: tf.reshape(value, image.shape), slopes };
  });
}

/** Linear interpolation between the two halves of the eight corners along one axis, from D on inwards. */
function interpolate(
  flat: tf.Tensor,
  corners: Corners,
  grid: VolumeShape,
  withSlopes: boolean,
  axis = 0,
  offset = 0,
): Sampled {
  const fraction = corners.fractions[axis];
  if (fraction === undefined) return { value: readRows(flat, corners.base, offset), slopes: [] };
  const stride = paddedStrides(grid).strides[axis] ?? 1;
  return scope(() => {
    const low = interpolate(flat, corners, grid, withSlopes, axis + 1, offset);
    const high = interpolate(flat, corners, grid, withSlopes, axis + 1, offset + stride);
    const slope = tf.sub(high.value, low.value);
    const between = (first: tf.Tensor, difference: tf.Tensor) => tf.add(first, tf.mul(difference, fraction));
    const inner = low.slopes.map((first, index) => between(first, tf.sub(high.slopes[index] as tf.Tensor, first)));
    return { value: between(low.value, slope), slopes: withSlopes ? [slope, ...inner] : [] };
  });
}

/** One row per voxel. By `gatherND`, which is several times as fast as `gather` on most backends. */
const readRows = (flat: tf.Tensor, base: tf.Tensor, offset: number): tf.Tensor =>
  tf.tidy(() => tf.gatherND(flat, rowsAt(base, offset)));

/** Rows `[voxels, 1]` that lie at an offset. */
const rowsAt = (base: tf.Tensor, offset: number): tf.Tensor =>
  tf.tidy(() => tf.reshape(offset === 0 ? base : tf.add(base, tf.scalar(offset, 'int32')), [-1, 1]));

/** Slope times gradient per axis, summed over the channels: `[voxels, 3]`. */
function alongSlopes(gradient: tf.Tensor, slopes: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => {
    const products = slopes.map((slope) => tf.tidy(() => tf.sum(tf.mul(slope, gradient), 1, true)));
    return tf.concat(products, 1);
  });
}

/** The adjoint of the eight readings: every voxel's gradient times the weight of each corner, added there. */
function spreadToCorners(gradient: tf.Tensor, displacement: tf.Tensor, grid: VolumeShape): tf.Tensor {
  const { batch, spatial, channels } = grid;
  const { strides, rows } = paddedStrides(grid);
  return tf.tidy(() => {
    const { base, fractions } = locateCorners(displacement, grid);
    let total: tf.Tensor = tf.zeros([batch * rows, channels]);
    for (let corner = 0; corner < 8; corner++) {
      const next = tf.tidy(() => {
        const isHigh = [4, 2, 1].map((bit) => (corner & bit) !== 0);
        const offset = strides.reduce((sum, stride, axis) => sum + (isHigh[axis] ? stride : 0), 0);
        const weighted = fractions.reduce<tf.Tensor>(
          (product, fraction, axis) => tf.mul(product, isHigh[axis] ? fraction : tf.sub(1, fraction)),
          gradient,
        );
        return tf.add(total, tf.scatterND(rowsAt(base, offset), weighted, [batch * rows, channels]));
      });
      total.dispose();
      total = next;
    }
    const padded = [batch, ...spatial.map((length) => length + 2 * margin), channels];
    return tf.slice(tf.reshape(total, padded), [0, margin, margin, margin, 0], [batch, ...spatial, channels]);
  });
}

const scope = (compute: () => Sampled): Sampled => tf.tidy(compute as () => never) as Sampled;

function planWarp(image: tf.Tensor, displacement: tf.Tensor): VolumeShape {
  const grid = splitVolume('image', image);
  splitVolume('displacement', displacement);
  const wanted = formatShape([grid.batch, ...grid.spatial, 3]);
  if (formatShape(displacement.shape) !== wanted) {
    throw new ShapeMismatchError(
      `displacement has the shape ${formatShape(displacement.shape)}, but image ${formatShape(image.shape)}; give ${wanted}, the components along D, H, W last.`,
    );
  }
  const rows = grid.batch * paddedStrides(grid).rows;
  if (tf.getBackend() === 'webgl' && rows > 2 ** 24) {
    throw new UnsupportedOptionError(
      `image has ${rows} voxels with its margin, but the backend 'webgl' counts exactly up to ${2 ** 24} only; use 'webgpu', or crop the image.`,
    );
  }
  return grid;
}
