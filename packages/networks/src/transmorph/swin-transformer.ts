import { type Block, chain, segmented, type Take } from '../block.ts';
import type { Layers, ParameterSpecification } from '../layers.ts';
import { normParameters } from '../parameters.ts';
import { attentionBlock } from './attention-block.ts';
import type { TransmorphConfiguration } from './configuration.ts';
import { patchEmbedding } from './patch-embedding.ts';
import { patchMerging } from './patch-merging.ts';

/** The encoder: its parameters, and its maps from fine to coarse. */
export interface SwinTransformer {
  readonly parameters: readonly ParameterSpecification[];
  forward<T>(layers: Layers<T>, take: Take<T>, pair: readonly T[]): readonly T[];
}

/**
 * Stages of attention blocks, unshifted and shifted in turn, with patch merging between them; the map of every stage goes
 * out through a layer norm of its own.
 *
 * @param window `[D, H, W]`, the same for all stages.
 */
export function swinTransformer(
  name: string,
  { embedding, depths, heads }: TransmorphConfiguration,
  window: readonly number[],
): SwinTransformer {
  const embed = patchEmbedding(`${name}.patch_embed`, embedding);
  let blocksBefore = 0;
  const stages = depths.map((depth, stage) => {
    const channels = embedding * 2 ** stage;
    const first = blocksBefore;
    blocksBefore += depth;
    const blocks = Array.from({ length: depth }, (_, index) =>
      segmented(
        attentionBlock(`${name}.layers.${stage}.blocks.${index}`, {
          channels,
          heads: heads[stage] ?? 1,
          window,
          shift: window.map((extent) => (index % 2 === 0 ? 0 : Math.floor(extent / 2))),
          dropPath: first + index,
        }),
      ),
    );
    const isLast = stage === depths.length - 1;
    const merge: readonly Block[] = isLast ? [] : [patchMerging(`${name}.layers.${stage}.downsample`, channels)];
    return { channels, blocks, merge };
  });
  return {
    parameters: [
      ...embed.parameters,
      ...stages.flatMap(({ blocks, merge }) => [...blocks, ...merge].flatMap((block) => block.parameters)),
      ...stages.flatMap(({ channels }, stage) => normParameters(`${name}.norm${stage}`, channels)),
    ],
    forward(layers, take, pair) {
      let tokens = chain(layers, take, pair, embed);
      return stages.map(({ blocks, merge }, stage) => {
        const through = chain(layers, take, [tokens], ...blocks);
        tokens = chain(layers, take, [through], ...merge);
        return layers.layerNorm(through, take(`${name}.norm${stage}.weight`), take(`${name}.norm${stage}.bias`));
      });
    },
  };
}
