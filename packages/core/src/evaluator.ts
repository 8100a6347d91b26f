import type { ResolvedDefinition } from './resolve.ts';

/** How the window sums are carried out; a backend offers some of these and documents which. */
export type Algorithm = 'sequential' | 'grouped' | 'separable' | 'pooled' | 'banded' | 'running' | 'fused';

/** Which gradients an evaluation returns. */
export type { GradientSet } from './program/per-image.ts';

import type { GradientSet } from './program/per-image.ts';

/** What depends on a fixed image alone, kept between evaluations; its owner disposes it. */
export interface PreparedFixed<Image> {
  readonly definition: ResolvedDefinition;
  readonly image: Image;
  dispose(): Promise<void>;
}

/** One evaluation. */
export interface LnccRequest<Image> {
  readonly moving: Image;
  readonly fixed: Image | PreparedFixed<Image>;
  readonly mask?: Image;
  /** dL/d(loss), or with reduction `none` dL/d(map). Default 1. */
  readonly upstream?: number | Image;
  /** Default `none`. */
  readonly gradients?: GradientSet;
  /** Also return the map. Default: only with reduction `none`. */
  readonly map?: boolean;
}

/** What an evaluation gives. */
export interface LnccResult<Image> {
  /** With reduction `none` the sum of the map. */
  readonly loss: number;
  readonly map?: Image;
  readonly gradients: { readonly moving?: Image; readonly fixed?: Image };
}

/** An LNCC of one definition and shape on one runtime: what `createLncc` returns everywhere. */
export interface LnccEvaluator<Image> {
  readonly definition: ResolvedDefinition;
  readonly algorithm: Algorithm;
  evaluate(request: LnccRequest<Image>): Promise<LnccResult<Image>>;
  /**
   * Keeps the window sums of a fixed image, so that later evaluations need three sums instead of five. It yields no
   * gradient to the fixed image, and only evaluators of the same definition and shape take it.
   */
  prepareFixed(fixed: Image, mask?: Image): Promise<PreparedFixed<Image>>;
  dispose(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
