/** The range of an image's values, and the share of exact zeros in percent. */
export function rangeOf(values: Float32Array): { minimum: number; maximum: number; zeros: number } {
  let [minimum, maximum, zeros] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    if (value === 0) zeros++;
  }
  return { minimum, maximum, zeros: (100 * zeros) / values.length };
}
