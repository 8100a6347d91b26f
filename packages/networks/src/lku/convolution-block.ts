import type { Block } from '../block.ts';
import { cubicKernel, layerParameters, slopeParameter } from '../parameters.ts';

const extent = 3;

/** Convolution of extent 3 with bias, then a parametric ReLU (`UNet.encoder` with its defaults). */
export function convolutionBlock(name: string, inputs: number, outputs: number, stride: 1 | 2 = 1): Block {
  const convolution = `${name}.0`;
  const slope = slopeParameter(`${name}.1`);
  return {
    parameters: [
      ...layerParameters(convolution, cubicKernel(outputs, inputs, extent), inputs * extent ** 3, outputs),
      slope,
    ],
    forward(layers, take, parts) {
      const linear = layers.convolution(parts, take(`${convolution}.weight`), take(`${convolution}.bias`), { stride });
      return layers.parametricRelu(linear, take(slope.name));
    },
  };
}
