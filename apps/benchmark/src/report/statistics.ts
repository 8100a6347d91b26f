import { quantile } from './bootstrap.ts';

/** Order statistics of a sample. */
export interface Summary {
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly count: number;
}

const ascending = (values: readonly number[]): number[] => values.toSorted((first, second) => first - second);

/** `undefined` for an empty sample; the median of an even number of values is the mean of the middle two. */
export function summarize(values: readonly number[]): Summary | undefined {
  if (values.length === 0) return undefined;
  const sorted = ascending(values);
  return { median: quantile(sorted, 0.5), minimum: sorted[0]!, maximum: sorted.at(-1)!, count: sorted.length };
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return sum / values.length;
}

export function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/**
 * The interquartile range divided by the median: how much repetitions of one and the same work scatter.
 *
 * @returns `undefined` for fewer than six values, whose quartiles mean little.
 */
export function relativeSpread(values: readonly number[]): number | undefined {
  if (values.length < 6) return undefined;
  const sorted = ascending(values);
  return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / quantile(sorted, 0.5);
}
