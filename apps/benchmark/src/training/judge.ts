import {
  dice,
  diceStructures,
  endpointError,
  foldingPercentage,
  indexFreesurferLabels,
  warpLabelsNearest,
} from '@fast-lncc/networks/judging';
import type { Dataset } from '../dataset/open-dataset.ts';

/** How well a displacement registers a pair. */
export interface Quality {
  readonly folding: number;
  readonly dice?: number;
  readonly endpointError?: number;
}

/**
 * Judges the displacement of a pair: folding, and where the dataset knows them, the Dice of its structures (the 30 of the
 * published numbers for FreeSurfer's labels, otherwise every label of the fixed image) and the distance from the true
 * displacement over the fixed image's tissue.
 *
 * @param displacement `[3, D, H, W]` in voxels
 */
export async function judge(dataset: Dataset, pair: number, displacement: Float32Array): Promise<Quality> {
  const { shape } = dataset;
  const [labels, truth] = await Promise.all([dataset.readLabels(pair), dataset.readDisplacement(pair)]);
  const folding = foldingPercentage(displacement, shape);
  return {
    folding,
    ...(labels && { dice: diceOf(labels, displacement, dataset) }),
    ...(truth && { endpointError: endpointError(displacement, truth, shape, await tissueOf(dataset, pair)) }),
  };
}

function diceOf(
  { moving, fixed }: { readonly moving: Uint16Array; readonly fixed: Uint16Array },
  displacement: Float32Array,
  { shape, about }: Dataset,
): number {
  const warped = warpLabelsNearest(moving, displacement, shape);
  const present = [...new Set(fixed)].filter((label) => label > 0);
  if (about.labelSystem === 'freesurfer')
    return dice(indexFreesurferLabels(warped), indexFreesurferLabels(fixed), diceStructures).mean;
  return dice(warped, fixed, present).mean;
}

/** Outside the tissue nothing says where a voxel belongs. */
async function tissueOf(dataset: Dataset, pair: number): Promise<Uint8Array> {
  const { fixed } = await dataset.readPair(pair);
  return Uint8Array.from(fixed, (value) => (value === 0 ? 0 : 1));
}
