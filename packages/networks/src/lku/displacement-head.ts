import type { Block } from '../block.ts';
import { cubicKernel, layerParameters } from '../parameters.ts';

const extent = 3;

/** Convolution of extent 3 without bias to three channels, then softsign: within (−1, 1), the image's half width. */
export function displacementHead(name: string, inputs: number): Block {
  return {
    parameters: layerParameters(`${name}.0`, cubicKernel(3, inputs, extent), inputs * extent ** 3),
    forward: (layers, take, parts) =>
      layers.softsign(layers.convolution(parts, take(`${name}.0.weight`), undefined, { stride: 1 })),
  };
}
