/** Cosine of the angle between two gradients, and `‖g − r‖ / ‖r‖`; NaN spreads into both. */
export function compareGradients(
  gradient: ArrayLike<number>,
  reference: ArrayLike<number>,
): { readonly cosine: number; readonly relativeError: number } {
  let product = 0;
  let squares = 0;
  let referenceSquares = 0;
  let difference = 0;
  for (let index = 0; index < reference.length; index++) {
    const value = gradient[index]!;
    const expected = reference[index]!;
    product += value * expected;
    squares += value * value;
    referenceSquares += expected * expected;
    difference += (value - expected) ** 2;
  }
  return {
    cosine: product / Math.sqrt(squares * referenceSquares),
    relativeError: Math.sqrt(difference / referenceSquares),
  };
}
