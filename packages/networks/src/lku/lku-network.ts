import { afterFirst, type Block, segmented, sequence, type Take, takeFrom } from '../block.ts';
import { integrateVelocity } from '../integrate-velocity.ts';
import type { Layers, Network, Registration } from '../layers.ts';
import { assertDivisible } from '../sizes.ts';
import { convolutionBlock } from './convolution-block.ts';
import { displacementHead } from './displacement-head.ts';
import { largeKernelBlock } from './large-kernel-block.ts';
import { upsamplingBlock } from './upsampling-block.ts';

/** Options of {@link lkuNetwork}. */
export interface LkuOptions {
  /** Channels of the first block; the authors publish 4, 8, 16 and 32. */
  readonly startChannels: number;
  /** The output is a velocity to be integrated, as the authors train. */
  readonly isDiffeomorphic: boolean;
}

const divisor = 16;

/**
 * LKU-Net with large kernels of extent 5, its IXI version: a U-Net whose encoder has a large-kernel block after every
 * strided convolution, and whose output is in units of half the image.
 *
 * Source: Jia et al., U-Net vs Transformer: Is U-Net Outdated in Medical Image Registration? (2022).
 */
export function lkuNetwork(name: string, { startChannels, isDiffeomorphic }: LkuOptions): Network {
  const blocks = planBlocks(startChannels);
  const parameters = Object.values(blocks).flatMap((block) => block.parameters);
  const unused = new Set(blocks.dc10.parameters.map((parameter) => parameter.name));
  const specifications = parameters.map((parameter) =>
    unused.has(parameter.name) ? ({ ...parameter, isUnused: true } as const) : parameter,
  );
  return {
    name,
    smoothnessWeight: 5,
    optimizer: 'adam',
    divisor,
    parameters(size) {
      assertDivisible(name, size, divisor);
      return specifications;
    },
    forward<T>(layers: Layers<T>, weights: readonly T[], moving: T, fixed: T): Registration<T> {
      const output = unet(layers, blocks, takeFrom(specifications, weights), [moving, fixed]);
      // The centers of the outermost voxels are at −1 and 1; sampling is linear, so that the unit may change before it.
      const voxelsPerUnit = layers.grid(output).map((length) => (length - 1) / 2);
      const inVoxels = layers.scaleChannels(output, voxelsPerUnit);
      const displacement = isDiffeomorphic ? integrateVelocity(layers, inVoxels) : inVoxels;
      return { displacement, warped: layers.warp(moving, displacement), output };
    },
    smoothness<T>(layers: Layers<T>, { output }: Registration<T>): T {
      const [depth = 0, height = 0, width = 0] = layers.grid(output as T);
      return layers.squaredDifferences(output as T, [depth / 2, height / 2, width / 2]);
    },
  };
}

/** In the order of the authors' parameters; `dc10` is theirs too, though nothing uses it. */
const planBlocks = (channels: number) => ({
  eninput: convolutionBlock('eninput', 2, channels),
  ec1: convolutionBlock('ec1', channels, channels),
  ec2: convolutionBlock('ec2', channels, 2 * channels, 2),
  ec3: largeKernelBlock('ec3', 2 * channels),
  ec4: convolutionBlock('ec4', 2 * channels, 4 * channels, 2),
  ec5: largeKernelBlock('ec5', 4 * channels),
  ec6: convolutionBlock('ec6', 4 * channels, 8 * channels, 2),
  ec7: largeKernelBlock('ec7', 8 * channels),
  ec8: convolutionBlock('ec8', 8 * channels, 8 * channels, 2),
  ec9: largeKernelBlock('ec9', 8 * channels),
  dc1: convolutionBlock('dc1', 16 * channels, 8 * channels),
  dc2: convolutionBlock('dc2', 8 * channels, 4 * channels),
  dc3: convolutionBlock('dc3', 8 * channels, 4 * channels),
  dc4: convolutionBlock('dc4', 4 * channels, 2 * channels),
  dc5: convolutionBlock('dc5', 4 * channels, 4 * channels),
  dc6: convolutionBlock('dc6', 4 * channels, 2 * channels),
  dc7: convolutionBlock('dc7', 3 * channels, 2 * channels),
  dc8: convolutionBlock('dc8', 2 * channels, 2 * channels),
  dc9: displacementHead('dc9', 2 * channels),
  dc10: displacementHead('dc10', 2 * channels),
  up1: upsamplingBlock('up1', 8 * channels),
  up2: upsamplingBlock('up2', 4 * channels),
  up3: upsamplingBlock('up3', 2 * channels),
  up4: upsamplingBlock('up4', 2 * channels),
});

function unet<T>(layers: Layers<T>, blocks: ReturnType<typeof planBlocks>, take: Take<T>, pair: readonly T[]): T {
  // Every level is a segment: what goes into it is the output of another one, and is kept anyway.
  const level = (parts: readonly T[], ...path: readonly Block[]): T =>
    segmented(sequence(...path)).forward(layers, take, parts);
  const upwards = (coarse: T, skip: T, up: Block, ...path: readonly Block[]): T =>
    level([coarse, skip], afterFirst(up, sequence(...path)));
  const full = level(pair, blocks.eninput, blocks.ec1);
  const half = level([full], blocks.ec2, blocks.ec3);
  const quarter = level([half], blocks.ec4, blocks.ec5);
  const eighth = level([quarter], blocks.ec6, blocks.ec7);
  const sixteenth = level([eighth], blocks.ec8, blocks.ec9);
  const toEighth = upwards(sixteenth, eighth, blocks.up1, blocks.dc1, blocks.dc2);
  const toQuarter = upwards(toEighth, quarter, blocks.up2, blocks.dc3, blocks.dc4);
  const toHalf = upwards(toQuarter, half, blocks.up3, blocks.dc5, blocks.dc6);
  return upwards(toHalf, full, blocks.up4, blocks.dc7, blocks.dc8, blocks.dc9);
}
