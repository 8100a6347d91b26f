import { type Block, onlyMap } from '../block.ts';
import { cubicKernel, layerParameters, slopeParameter } from '../parameters.ts';

const extent = 2;

/** Transposed convolution of extent and stride 2 with bias, then a parametric ReLU (`UNet.decoder`). */
export function upsamplingBlock(name: string, channels: number): Block {
  const convolution = `${name}.0`;
  const slope = slopeParameter(`${name}.1`);
  return {
    parameters: [
      // PyTorch takes the second axis of the weight as the inputs, also where it is the outputs.
      ...layerParameters(convolution, cubicKernel(channels, channels, extent), channels * extent ** 3, channels),
      slope,
    ],
    forward(layers, take, parts) {
      const weight = take(`${convolution}.weight`);
      const doubled = layers.transposedConvolution(onlyMap(parts), weight, take(`${convolution}.bias`));
      return layers.parametricRelu(doubled, take(slope.name));
    },
  };
}
