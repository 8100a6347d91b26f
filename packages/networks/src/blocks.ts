export { type Block, chain, type Take, takeFrom } from './block.ts';
export { largeKernelBlock } from './lku/large-kernel-block.ts';
export { type AttentionBlockOptions, attentionBlock } from './transmorph/attention-block.ts';
export { convolutionBlock } from './transmorph/convolution-block.ts';
export { patchEmbedding } from './transmorph/patch-embedding.ts';
export { patchMerging } from './transmorph/patch-merging.ts';
