import { seededRandom } from '../data/random.ts';

/** Ends of an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapRequest {
  /** The measured values, a list per sample. */
  readonly samples: readonly (readonly number[])[];
  /** Whether the n-th values of all samples belong together and are drawn together. */
  readonly paired: boolean;
  /** What is computed from each drawn sample: one or more figures. */
  readonly statistics: (drawn: readonly Float64Array[]) => readonly number[];
  readonly seed?: number;
  /** How often a sample is drawn. */
  readonly resamples?: number;
  /** Share of the drawn figures inside the interval. */
  readonly level?: number;
}

/** Fewer values say nothing about their own scatter. */
export const fewestValues = 5;
export const defaultResamples = 2000;

/**
 * Percentile bootstrap: each sample is drawn again with replacement, values that belong together staying together, and
 * the interval of a figure holds the middle `level` of what came out. The same seed gives the same interval.
 *
 * @returns one interval per figure; `undefined` where a sample has fewer than five values, or paired ones differ in length.
 * @see Efron, B. and Tibshirani, R. J. An Introduction to the Bootstrap, 1993, chapter 13
 */
export function bootstrap({
  samples,
  paired,
  statistics,
  seed = 1,
  resamples = defaultResamples,
  level = 0.95,
}: BootstrapRequest): Interval[] | undefined {
  if (samples.some(({ length }) => length < fewestValues)) return undefined;
  if (paired && samples.some(({ length }) => length !== samples[0]!.length)) return undefined;
  const values = samples.map((sample) => Float64Array.from(sample));
  const drawn = samples.map(({ length }) => new Float64Array(length));
  const { uniform } = seededRandom(seed);
  const figures: Float64Array[] = [];
  const places = new Uint32Array(Math.max(0, ...samples.map(({ length }) => length)));
  const drawPlaces = (count: number) => {
    for (let index = 0; index < count; index++) places[index] = Math.floor(uniform() * count);
  };
  for (let resample = 0; resample < resamples; resample++) {
    if (paired) drawPlaces(values[0]!.length);
    for (const [index, sample] of values.entries()) {
      if (!paired) drawPlaces(sample.length);
      take(sample, places, drawn[index]!);
    }
    for (const [index, figure] of statistics(drawn).entries()) {
      figures[index] ??= new Float64Array(resamples);
      figures[index][resample] = figure;
    }
  }
  return figures.map((sample) => {
    sample.sort();
    return { low: quantile(sample, (1 - level) / 2), high: quantile(sample, (1 + level) / 2) };
  });
}

function take(values: Float64Array, places: Uint32Array, into: Float64Array): void {
  for (let index = 0; index < into.length; index++) into[index] = values[places[index]!]!;
}

/** The quantile of sorted values, linear between neighbors: 0.5 of an even number is the mean of the middle two. */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const position = probability * (sorted.length - 1);
  const lower = Math.floor(position);
  const upper = Math.ceil(position);
  return sorted[lower]! + (position - lower) * (sorted[upper]! - sorted[lower]!);
}
