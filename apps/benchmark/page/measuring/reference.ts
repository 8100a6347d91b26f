import { evaluateReference, presets } from '@fast-lncc/core';
import type { ImageProblem } from './problem.ts';

/** Loss and gradient to the moving image in float64: the paper's definition, as all contenders compute it. */
export function referenceOf({ size, window, moving, fixed }: ImageProblem): {
  readonly loss: number;
  readonly gradient: Float64Array;
} {
  const images = { moving: Float64Array.from(moving), fixed: Float64Array.from(fixed), shape: [1, 1, ...size] };
  const { loss, gradients } = evaluateReference(images, { ...presets.fastlncc, window });
  return { loss, gradient: gradients.moving };
}
