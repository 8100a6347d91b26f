import type { Block } from '../block.ts';
import { cubicKernel, layerParameters, normParameters } from '../parameters.ts';
import { patch } from './configuration.ts';

/** Both images cut into patches of 4×4×4, each a token, with a layer norm (`PatchEmbed`). */
export function patchEmbedding(name: string, channels: number): Block {
  const inputs = 2;
  return {
    parameters: [
      ...layerParameters(`${name}.proj`, cubicKernel(channels, inputs, patch), inputs * patch ** 3, channels),
      ...normParameters(`${name}.norm`, channels),
    ],
    forward(layers, take, parts) {
      const tokens = layers.patchConvolution(parts, take(`${name}.proj.weight`), take(`${name}.proj.bias`));
      return layers.layerNorm(tokens, take(`${name}.norm.weight`), take(`${name}.norm.bias`));
    },
  };
}
