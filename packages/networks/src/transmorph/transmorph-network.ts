import { chain, segmented, takeFrom } from '../block.ts';
import type { Layers, Network, ParameterSpecification, Registration } from '../layers.ts';
import { cubicKernel } from '../parameters.ts';
import { assertDivisible } from '../sizes.ts';
import type { TransmorphConfiguration } from './configuration.ts';
import { convolutionBlock } from './convolution-block.ts';
import { decoderBlock } from './decoder-block.ts';
import { swinTransformer } from './swin-transformer.ts';

/** Four halvings of tokens that are four voxels wide; windows are one 32nd of the image. */
const divisor = 32;

/**
 * TransMorph: a U-Net whose encoder is a Swin Transformer, with convolutional skips at full and half resolution; displacement
 * in voxels. Windows are one 32nd of the image along each axis, as the authors advise: 5×6×7 tokens at 160×192×224.
 *
 * Source: Chen et al., TransMorph: Transformer for unsupervised medical image registration (2022); TransMorph repository,
 * 6357a1d, IXI/TransMorph/models/TransMorph.py.
 */
export function transmorphNetwork(name: string, configuration: TransmorphConfiguration): Network {
  const blocks = configuration.depths.reduce((sum, depth) => sum + depth, 0);
  const partsFor = planParts(configuration);
  return {
    name,
    smoothnessWeight: 1,
    optimizer: 'amsgrad',
    divisor,
    // Both residuals of a block drop at its rate.
    dropPathRates: Array.from(
      { length: 2 * blocks },
      (_, branch) => (configuration.dropPathRate * Math.floor(branch / 2)) / (blocks - 1),
    ),
    parameters(size) {
      assertDivisible(name, size, divisor);
      return partsFor(size).parameters;
    },
    forward<T>(layers: Layers<T>, weights: readonly T[], moving: T, fixed: T): Registration<T> {
      const displacement = partsFor(layers.grid(moving)).forward(layers, weights, [moving, fixed]);
      return { displacement, warped: layers.warp(moving, displacement) };
    },
    smoothness: (layers, { displacement }) => layers.squaredDifferences(displacement),
  };
}

/** The parts for a size, in the order of the authors' parameters; the decoder is the same for all sizes. */
function planParts(configuration: TransmorphConfiguration) {
  const { embedding, headChannels } = configuration;
  const decoder = [
    decoderBlock('up0', 8 * embedding, 4 * embedding, 4 * embedding),
    decoderBlock('up1', 4 * embedding, 2 * embedding, 2 * embedding),
    decoderBlock('up2', 2 * embedding, embedding, embedding),
    decoderBlock('up3', embedding, embedding / 2, embedding / 2),
    decoderBlock('up4', embedding / 2, headChannels, headChannels),
  ].map(segmented);
  const halfSkip = convolutionBlock('c1', 2, embedding / 2);
  const fullSkip = convolutionBlock('c2', 2, headChannels);
  return (size: readonly number[]) => {
    const encoder = swinTransformer(
      'transformer',
      configuration,
      size.map((length) => length / divisor),
    );
    const parameters = [
      ...encoder.parameters,
      ...[...decoder, halfSkip, fullSkip].flatMap((block) => block.parameters),
      ...headParameters(headChannels),
    ];
    return {
      parameters,
      forward<T>(layers: Layers<T>, weights: readonly T[], pair: readonly T[]): T {
        const take = takeFrom(parameters, weights);
        const half = pair.map((image) => layers.averagePool(image));
        const skips = [
          chain(layers, take, pair, fullSkip),
          chain(layers, take, half, halfSkip),
          ...encoder.forward(layers, take, pair),
        ];
        let map = skips.pop() as T;
        for (const block of decoder) map = chain(layers, take, [map, skips.pop() as T], block);
        return layers.convolution([map], take('reg_head.0.weight'), take('reg_head.0.bias'), { stride: 1 });
      },
    };
  };
}

/** The displacement starts near zero. */
const headParameters = (channels: number): readonly ParameterSpecification[] => [
  {
    name: 'reg_head.0.weight',
    shape: cubicKernel(3, channels, 3),
    initialization: { kind: 'normal', standardDeviation: 1e-5 },
  },
  { name: 'reg_head.0.bias', shape: [3], initialization: { kind: 'constant', value: 0 } },
];
