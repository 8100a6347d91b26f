/** A tensor as the piece files hold it, C order. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** One building block with inputs, output, a cotangent, and its vector-Jacobian products. */
export interface GoldenPiece {
  readonly piece: string;
  readonly doc: string;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly output: GoldenTensor;
  readonly grads: Readonly<Record<string, GoldenTensor>>;
  readonly cotangent?: GoldenTensor;
  /** Of tokens `[1, tokens, channels]`: `[D, H, W]` of their grid, and how attention cuts it. */
  readonly grid?: readonly number[];
  readonly window?: readonly number[];
  readonly shift?: readonly number[];
  readonly heads?: number;
  /** Rows of the table of relative positions, and what is added to the scores (windows, queries, keys). */
  readonly index?: GoldenTensor;
  readonly mask?: GoldenTensor;
  /** Of the optimizer pieces: parameters before, gradients of each step, parameters after each step. */
  readonly start?: GoldenTensor;
  readonly gradients?: readonly GoldenTensor[];
  readonly params?: readonly GoldenTensor[];
}
