import { formatShape, oneOf, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import {
  type Corners,
  freeComponents,
  type Lattice,
  locateCorners,
  type Outside,
  planLattice,
} from './locate-corners.ts';
import { sampleCorners, slopesAlong, spreadToCorners } from './sample-corners.ts';
import { splitVolume } from './volume.ts';

/**
 * Trilinear sampling of an image at `p + displacement(p)`, in voxels, with exact gradients to both: to the displacement from
 * the differences between corners, to the image by adding each voxel's gradient to its eight corners. Only what is asked for
 * is computed, and no gradient has to be registered.
 *
 * Kept for the gradient are the displacement and, of an image with one channel, its derivatives along the three axes; one
 * with more channels is kept itself and sampled once more.
 *
 * @param image float32 `[batch, D, H, W, channels]`
 * @param displacement float32 `[batch, D, H, W, 3]`, the components along D, H, W.
 * @param outside What lies outside of the image: `zero`, or with `clamp` the nearest voxel, each component of a position being
 * clamped to the grid. The gradient of a component at or beyond the border is then 0.
 * @returns `[batch, D, H, W, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 *
 * Source: the sampling of TransMorph's `SpatialTransformer`, whose normalization to [−1, 1] and back cancels; `clamp` is
 * PyTorch's `grid_sample` with `padding_mode='border', align_corners=True`.
 */
export function warp(image: tf.Tensor, displacement: tf.Tensor, outside: Outside = 'zero'): tf.Tensor5D {
  const lattice = planWarp(image, displacement, outside);
  const { channels } = lattice;
  const keepsSlopes = channels === 1 && tf.engine().isTapeOn();
  return tf.tidy(() =>
    selectiveGradient('warp', [image, displacement], () => {
      const corners = locateCorners(displacement, lattice);
      const { value, slopes } = sampleCorners(image, corners, lattice, keepsSlopes);
      return {
        value: tf.reshape(value, image.shape),
        kept: [displacement, ...(keepsSlopes ? slopes : [image])],
        gradients: (upstream, [keptDisplacement, ...others], wanted) => {
          const gradient = tf.reshape(upstream, [-1, channels]);
          const kept = keptDisplacement as tf.Tensor;
          const again = wanted.has(0) || !keepsSlopes ? locateCorners(kept, lattice) : undefined;
          const toImage = () => spreadToCorners(gradient, again as Corners, lattice);
          const along = () =>
            keepsSlopes
              ? others.map((slope) => tf.tidy(() => tf.sum(tf.mul(slope, gradient), 1, true)))
              : slopesAlong(others[0] as tf.Tensor, gradient, again as Corners, lattice);
          const toDisplacement = () => freeGradient(along(), kept, lattice);
          return [toImage, toDisplacement].map((compute, index) => (wanted.has(index) ? tf.tidy(compute) : undefined));
        },
      };
    }),
  ) as tf.Tensor5D;
}

/** Derivatives along the three axes as the gradient to a displacement: 0 where its component is clamped. */
function freeGradient(slopes: readonly tf.Tensor[], displacement: tf.Tensor, lattice: Lattice): tf.Tensor {
  const free = lattice.outside === 'clamp' ? freeComponents(displacement, lattice) : undefined;
  const along = slopes.map((slope, axis) => (free === undefined ? slope : tf.mul(slope, free[axis] as tf.Tensor)));
  return tf.reshape(tf.concat(along, 1), displacement.shape);
}

function planWarp(image: tf.Tensor, displacement: tf.Tensor, outside: Outside): Lattice {
  oneOf('outside', outside, ['zero', 'clamp']);
  const grid = splitVolume('image', image);
  splitVolume('displacement', displacement);
  const wanted = formatShape([grid.batch, ...grid.spatial, 3]);
  if (formatShape(displacement.shape) !== wanted) {
    throw new ShapeMismatchError(
      `displacement has the shape ${formatShape(displacement.shape)}, but image ${formatShape(image.shape)}; give ${wanted}, the components along D, H, W last.`,
    );
  }
  const lattice = planLattice(grid, outside);
  const rows = grid.batch * lattice.rows;
  if (tf.getBackend() === 'webgl' && rows > 2 ** 24) {
    throw new UnsupportedOptionError(
      `image has ${rows} voxels${lattice.margin > 0 ? ' with its margin' : ''}, but the backend 'webgl' counts exactly up to ${2 ** 24} only; use 'webgpu', or crop the image.`,
    );
  }
  return lattice;
}
