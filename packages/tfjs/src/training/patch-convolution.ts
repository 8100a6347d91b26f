import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertTensor } from '../inputs.ts';
import { selectiveGradient } from '../selective-gradient.ts';
import { addToVoxels, sumOverVoxels } from './channel-vector.ts';
import { assertPatches, fromPatches, toPatches } from './patches.ts';
import { splitVolume, type VolumeShape } from './volume.ts';

/**
 * Convolution over the channels of all parts side by side whose stride is its extent, without padding, and its exact
 * gradients: every patch of k×k×k voxels becomes one. A matrix product of the patches.
 *
 * @param parts float32 `[batch, D, H, W, channels]` of one grid, whose lengths are multiples of k.
 * @param weight `[k, k, k, inputs, outputs]`, the inputs in the order of the parts.
 * @param bias `[outputs]`
 * @returns `[batch, D/k, H/k, W/k, outputs]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function patchConvolution(parts: readonly tf.Tensor[], weight: tf.Tensor, bias: tf.Tensor): tf.Tensor5D {
  const { grid, extent, outputs } = planPatches(parts, weight, bias);
  const patches = (maps: readonly tf.Tensor[]) =>
    tf.tidy(() => toPatches(maps.length === 1 ? (maps[0] as tf.Tensor) : tf.concat([...maps], 4), grid, extent));
  const matrixOf = (kernel: tf.Tensor): tf.Tensor2D => tf.reshape(kernel, [-1, outputs]);
  const shape = [grid.batch, ...grid.spatial.map((length) => length / extent), outputs];
  const product = () => tf.tidy(() => tf.matMul(patches(parts), matrixOf(weight)));
  const toMatrix = (maps: readonly tf.Tensor[], gradient: tf.Tensor2D) =>
    tf.tidy(() => tf.matMul(patches(maps), gradient, true, false));
  return tf.tidy(() =>
    selectiveGradient('patchConvolution', [...parts, weight, bias], () => ({
      value: addToVoxels(tf.reshape(product(), shape), bias),
      kept: [...parts, weight],
      gradients: (upstream, kept, wanted) => {
        const [keptParts, keptWeight] = [kept.slice(0, -1), kept.at(-1) as tf.Tensor];
        const gradient: tf.Tensor2D = tf.reshape(upstream, [-1, outputs]);
        const toWeight = wanted.has(parts.length) ? tf.reshape(toMatrix(keptParts, gradient), weight.shape) : undefined;
        const toBias = wanted.has(parts.length + 1) ? sumOverVoxels(upstream) : undefined;
        const wantsParts = parts.some((_, index) => wanted.has(index));
        const toParts = wantsParts
          ? splitParts(fromPatches(tf.matMul(gradient, matrixOf(keptWeight), false, true), grid, extent), parts)
          : parts.map(() => undefined);
        return [...toParts, toWeight, toBias];
      },
    })),
  ) as tf.Tensor5D;
}

/** The channels of each part. */
function splitParts(joined: tf.Tensor, parts: readonly tf.Tensor[]): tf.Tensor[] {
  const sizes = parts.map((part) => part.shape[4] ?? 1);
  return sizes.length === 1 ? [joined] : tf.split(joined, sizes, 4);
}

/** The volume of all parts side by side, and the kernel's sizes. */
interface Patches {
  readonly grid: VolumeShape;
  readonly extent: number;
  readonly outputs: number;
}

function planPatches(parts: readonly tf.Tensor[], weight: tf.Tensor, bias: tf.Tensor): Patches {
  const [first, ...others] = parts.map((part, index) => splitVolume(`part ${index}`, part));
  if (first === undefined) throw new ShapeMismatchError('patchConvolution got no parts; give at least one.');
  for (const { batch, spatial } of others) {
    if (formatShape([batch, ...spatial]) !== formatShape([first.batch, ...first.spatial])) {
      throw new ShapeMismatchError(
        `The parts have the shapes ${parts.map(({ shape }) => formatShape(shape)).join(', ')}; they must be of one grid.`,
      );
    }
  }
  assertTensor('weight', weight, '[k, k, k, inputs, outputs]');
  assertTensor('bias', bias, '[outputs]');
  const [extent = 0, , , , outputs = 0] = weight.shape;
  const channels = [first, ...others].reduce((sum, part) => sum + part.channels, 0);
  const expected = formatShape([extent, extent, extent, channels, outputs]);
  if (formatShape(weight.shape) !== expected || formatShape(bias.shape) !== `[${outputs}]`) {
    throw new ShapeMismatchError(
      `weight has the shape ${formatShape(weight.shape)} and bias ${formatShape(bias.shape)}; parts of ${channels} channels need [k, k, k, ${channels}, outputs], and [outputs].`,
    );
  }
  assertPatches('part 0', parts[0] as tf.Tensor, first, extent);
  return { grid: { ...first, channels }, extent, outputs };
}
