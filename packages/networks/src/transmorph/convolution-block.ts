import type { Block } from '../block.ts';
import { cubicKernel, layerParameters } from '../parameters.ts';

const extent = 3;
const leakySlope = 0.01;

/** Convolution of extent 3 without bias, instance norm, leaky ReLU (`Conv3dReLU`). */
export function convolutionBlock(name: string, inputs: number, outputs: number): Block {
  return {
    parameters: layerParameters(`${name}.0`, cubicKernel(outputs, inputs, extent), inputs * extent ** 3),
    forward: (layers, take, parts) =>
      layers.instanceNorm(layers.convolution(parts, take(`${name}.0.weight`), undefined, { stride: 1 }), {
        leakySlope,
      }),
  };
}
