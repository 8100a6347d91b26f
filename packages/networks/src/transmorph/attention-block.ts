import { type Block, onlyMap } from '../block.ts';
import { linearParameters, normParameters } from '../parameters.ts';
import { tableRows } from './window-plan.ts';

/** What an attention block is made of. */
export interface AttentionBlockOptions {
  readonly channels: number;
  readonly heads: number;
  /** `[D, H, W]` */
  readonly window: readonly number[];
  readonly shift: readonly number[];
  /** Its place in `Network.dropPathRates`, whose branches both of its residuals take. */
  readonly dropPath: number;
}

const expansion = 4;

/**
 * Windowed attention and a perceptron, each behind a layer norm and beside a residual (`SwinTransformerBlock`):
 * `x + DropPath(MSA(LN(x)))`, then `x + DropPath(MLP(LN(x)))`.
 */
export function attentionBlock(name: string, options: AttentionBlockOptions): Block {
  const { channels, heads, window, shift, dropPath } = options;
  const table = `${name}.attn.relative_position_bias_table`;
  return {
    parameters: [
      ...normParameters(`${name}.norm1`, channels),
      { name: table, shape: [tableRows(window), heads], initialization: { kind: 'normal', standardDeviation: 0.02 } },
      ...linearParameters(`${name}.attn.qkv`, channels, 3 * channels, false),
      ...linearParameters(`${name}.attn.proj`, channels, channels),
      ...normParameters(`${name}.norm2`, channels),
      ...linearParameters(`${name}.mlp.fc1`, channels, expansion * channels),
      ...linearParameters(`${name}.mlp.fc2`, expansion * channels, channels),
    ],
    forward(layers, take, parts) {
      const normed = (map: ReturnType<typeof take>, norm: string) =>
        layers.layerNorm(map, take(`${name}.${norm}.weight`), take(`${name}.${norm}.bias`));
      const linear = (map: ReturnType<typeof take>, layer: string) =>
        layers.linear(map, take(`${name}.${layer}.weight`), take(`${name}.${layer}.bias`));
      const input = onlyMap(parts);
      const queriesKeysValues = layers.linear(normed(input, 'norm1'), take(`${name}.attn.qkv.weight`), undefined);
      const attended = layers.windowAttention(queriesKeysValues, take(table), { heads, window, shift });
      const middle = layers.add(input, layers.dropPath(linear(attended, 'attn.proj'), 2 * dropPath));
      const hidden = layers.gelu(linear(normed(middle, 'norm2'), 'mlp.fc1'));
      return layers.add(middle, layers.dropPath(linear(hidden, 'mlp.fc2'), 2 * dropPath + 1));
    },
  };
}
