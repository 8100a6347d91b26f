import type { ResolvedDefinition } from '@fast-lncc/core';
import type { Derivatives } from './shaders/score.ts';

/** One kind of evaluation: what a request asks for that needs kernels of its own. */
export interface EvaluationKind {
  /** `fixed` exchanges the images: the loss is symmetric. */
  readonly gradients: 'none' | 'moving' | 'fixed' | 'both';
  readonly mask: boolean;
  readonly map: boolean;
  /** Whether dL/d(map) comes as a map. */
  readonly upstreamMap: boolean;
}

/** What the kernels of one kind of evaluation have to do. */
export interface Features {
  readonly derivatives: Derivatives;
  /** Whether a mask is bound at all. */
  readonly mask: boolean;
  /** The mask weighs the moments. */
  readonly moments: boolean;
  /** Windows that touch what is masked out do not count. */
  readonly dropWindows: boolean;
  /** The mask weighs the scores. */
  readonly weighted: boolean;
  /** The mean divides by the sum of the weights, which is known when all scores are. */
  readonly weighedMean: boolean;
  /** The 1 of `1 − w s` is not weighted. */
  readonly oneUnweighted: boolean;
  readonly map: boolean;
  readonly upstreamMap: boolean;
  readonly centered: boolean;
  /** Centers are chosen on the device. */
  readonly automaticCenters: boolean;
  /** N is the weight of the window inside the image. */
  readonly countsVary: boolean;
  /** Zeros outside the image are samples of centered images. */
  readonly corrected: boolean;
  readonly interiorOnly: boolean;
}

export function featuresOf(definition: ResolvedDefinition, kind: EvaluationKind): Features {
  const { mask, border, center, reduction } = definition;
  const { gradients } = kind;
  const weighted = kind.mask && (mask.score === 'weighted' || mask.score === 'multiplied');
  const dropWindows = kind.mask && mask.score === 'dropWindows';
  const moments = kind.mask && mask.moments;
  const centered = center !== 'none';
  return {
    derivatives: gradients === 'none' || gradients === 'both' ? gradients : 'moving',
    mask: weighted || dropWindows || moments,
    moments,
    dropWindows,
    weighted,
    weighedMean: reduction === 'mean' && (dropWindows || (weighted && mask.score === 'weighted')),
    oneUnweighted: weighted && mask.score === 'multiplied',
    map: kind.map,
    upstreamMap: kind.upstreamMap && gradients !== 'none',
    centered,
    automaticCenters: center === 'auto',
    countsVary: border === 'count' && !moments,
    corrected: centered && border === 'zero',
    interiorOnly: border === 'valid',
  };
}
