import { type Block, onlyMap } from '../block.ts';
import { linearParameters, normParameters } from '../parameters.ts';

/** Every 2×2×2 tokens become one of twice the channels: side by side, layer norm, linear (`PatchMerging`). */
export function patchMerging(name: string, channels: number): Block {
  return {
    parameters: [
      ...linearParameters(`${name}.reduction`, 8 * channels, 2 * channels, false),
      ...normParameters(`${name}.norm`, 8 * channels),
    ],
    forward(layers, take, parts) {
      const merged = layers.mergePatches(onlyMap(parts));
      const normed = layers.layerNorm(merged, take(`${name}.norm.weight`), take(`${name}.norm.bias`));
      return layers.linear(normed, take(`${name}.reduction.weight`), undefined);
    },
  };
}
