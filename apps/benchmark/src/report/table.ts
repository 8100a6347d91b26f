import type { Interval } from './bootstrap.ts';

/** A table, before it is known how it will be drawn. The first column is text, the others are numbers. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences that belong under the table. */
  readonly notes: readonly string[];
  /** A column that draws with characters, for where there are no charts. */
  readonly drawnColumn?: number;
}

/** What stands where nothing was measured. */
export const absent = '–';

/** A number with fixed decimals; whatever is not finite is shown as such, what is missing as {@link absent}. */
export function fixed(value: number | null | undefined, decimals: number): string {
  if (value === undefined) return absent;
  if (value === null || !Number.isFinite(value)) return 'not finite';
  // A small negative number is rounded to -0.
  return value.toFixed(decimals).replace(/^-(0(?:\.0*)?)$/, '$1');
}

export function scientific(value: number | null | undefined): string {
  if (value === undefined) return absent;
  if (value === 0) return '0';
  return value === null || !Number.isFinite(value) ? 'not finite' : value.toExponential(1);
}

/** `20–26`, one number where both ends look the same, and `-3 to 5` where a dash would be read as a sign. */
export function range({ low, high }: Interval, decimals: number): string {
  const [first, last] = [fixed(low, decimals), fixed(high, decimals)];
  if (first === last) return first;
  return low < 0 || high < 0 ? `${first} to ${last}` : `${first}–${last}`;
}

/** A number with its interval behind it, where there is one: `23.4 (20–26)`. */
export function withInterval(value: number | undefined, interval: Interval | undefined, decimals: number): string {
  return interval ? `${fixed(value, decimals)} (${range(interval, 0)})` : fixed(value, decimals);
}

export const gibibytes = (bytes: number | undefined): string =>
  bytes === undefined ? absent : (bytes / 2 ** 30).toFixed(2);

export const mebibytes = (bytes: number | undefined): string =>
  bytes === undefined ? absent : (bytes / 2 ** 20).toFixed(0);
