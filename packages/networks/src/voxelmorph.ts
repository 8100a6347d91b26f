import type { Initialization, Layers, Network, ParameterSpecification } from './layers.ts';
import { assertDivisible } from './sizes.ts';

/** Channels of the blocks of one VoxelMorph variant. */
export interface VoxelmorphFeatures {
  /** Encoder blocks, each halving the grid. */
  readonly encoder: readonly number[];
  /** Decoder blocks, each before an upsampling and a skip. */
  readonly decoder: readonly number[];
  /** Blocks at full resolution. */
  readonly extra: readonly number[];
}

const leakySlope = 0.2;
const kernel = 3;

interface BlockPlan {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * VoxelMorph as TransMorph's IXI comparison trains it (TransMorph repository, 6357a1d,
 * IXI/Baseline_registration_methods/VoxelMorph/models.py): convolutions of extent 3 with leaky slope 0.2, strided
 * encoder, nearest upsampling, skips down to the two images themselves; displacement in voxels at full resolution, no
 * integration.
 */
export function voxelmorphNetwork(name: string, features: VoxelmorphFeatures): Network {
  const blocks = planBlocks(features);
  const divisor = 2 ** features.encoder.length;
  return {
    name,
    smoothnessWeight: 1,
    optimizer: 'amsgrad',
    divisor,
    parameters(size) {
      assertDivisible(name, size, divisor);
      return blocks.flatMap(blockParameters);
    },
    forward(layers, weights, moving, fixed) {
      const displacement = unet(layers, weights, features, [moving, fixed]);
      return { displacement, warped: layers.warp(moving, displacement) };
    },
    smoothness: (layers, { displacement }) => layers.squaredDifferences(displacement),
  };
}

function planBlocks({ encoder, decoder, extra }: VoxelmorphFeatures): readonly BlockPlan[] {
  const imagePair = 2;
  const down = encoder.map((outputs, level) => ({
    name: `unet_model.downarm.${level}.main`,
    inputs: encoder[level - 1] ?? imagePair,
    outputs,
  }));
  const skips = [imagePair, ...encoder.slice(0, -1)];
  let channels = encoder.at(-1) ?? imagePair;
  const up = decoder.map((outputs, level) => {
    const inputs = channels;
    channels = outputs + (skips.at(-1 - level) ?? 0);
    return { name: `unet_model.uparm.${level}.main`, inputs, outputs };
  });
  const full = extra.map((outputs, index) => {
    const inputs = channels;
    channels = outputs;
    return { name: `unet_model.extras.${index}.main`, inputs, outputs };
  });
  return [...down, ...up, ...full, { name: 'flow', inputs: channels, outputs: 3 }];
}

/** PyTorch's default for convolutions, `U(±1/√fan_in)`; the displacement head starts near zero. */
function blockParameters({ name, inputs, outputs }: BlockPlan): readonly ParameterSpecification[] {
  const bound = 1 / Math.sqrt(inputs * kernel ** 3);
  const isHead = name === 'flow';
  const weight: Initialization = isHead ? { kind: 'normal', standardDeviation: 1e-5 } : { kind: 'uniform', bound };
  const bias: Initialization = isHead ? { kind: 'constant', value: 0 } : { kind: 'uniform', bound };
  return [
    { name: `${name}.weight`, shape: [outputs, inputs, kernel, kernel, kernel], initialization: weight },
    { name: `${name}.bias`, shape: [outputs], initialization: bias },
  ];
}

function unet<T>(layers: Layers<T>, weights: readonly T[], features: VoxelmorphFeatures, pair: readonly T[]): T {
  let next = 0;
  const take = (): readonly [T, T] => [weights[next++] as T, weights[next++] as T];

  const skips: (readonly T[])[] = [pair];
  for (const _ of features.encoder) {
    skips.push([layers.convolution(skips.at(-1) ?? pair, ...take(), { stride: 2, leakySlope })]);
  }
  let coarse = layers.convolution(skips.pop() ?? pair, ...take(), { stride: 1, leakySlope });
  for (const _ of features.decoder.slice(1)) {
    coarse = layers.upsampleConvolution(coarse, skips.pop() ?? [], ...take(), { leakySlope });
  }
  const [first = {}, ...others] = [...features.extra.map(() => ({ leakySlope })), {}];
  // The blocks at full resolution hold most of what would be kept.
  const skip = skips.pop() ?? pair;
  return layers.segment([coarse, ...skip], weights.slice(next), (inner, [low, ...beside], given) => {
    let used = 0;
    const takeGiven = (): readonly [T, T] => [given[used++] as T, given[used++] as T];
    let full = inner.upsampleConvolution(low as T, beside, ...takeGiven(), first);
    for (const activation of others) full = inner.convolution([full], ...takeGiven(), { stride: 1, ...activation });
    return full;
  });
}
