import { summarize } from '../report/statistics.ts';
import { absent } from '../report/table.ts';
import { contenderFacts, type PageContenderId, pageBaseline, pageContenders } from './contenders.ts';
import type { AgreementResult, FailureResult, PageResult, TimeResult } from './result.ts';

/** What is known of one contender at one size. */
export interface Row {
  readonly contender: PageContenderId;
  readonly agreement?: AgreementResult;
  readonly failure?: FailureResult;
  readonly median?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly evaluations?: number;
  readonly hidden?: boolean;
  /** Median of the naive kernels divided by this one's. */
  readonly ratio?: number;
  /** By the design's bytes. */
  readonly gigabytesPerSecond?: number;
}

/** What the results of one session say of a size, in the order of the contenders. */
export function rowsOf(results: readonly PageResult[], size: readonly number[]): Row[] {
  const own = results.filter(
    (result): result is AgreementResult | TimeResult | FailureResult => 'size' in result && isSame(result.size, size),
  );
  const named = new Set(own.map(({ contender }) => contender));
  const rows = pageContenders.filter(({ id }) => named.has(id)).map(({ id }) => rowOf(own, id, size));
  const baseline = rows.find(({ contender }) => contender === pageBaseline)?.median;
  return rows.map((row) =>
    baseline === undefined || row.median === undefined ? row : { ...row, ratio: baseline / row.median },
  );
}

function rowOf(
  results: readonly (AgreementResult | TimeResult | FailureResult)[],
  contender: PageContenderId,
  size: readonly number[],
): Row {
  const row: { -readonly [Key in keyof Row]: Row[Key] } = { contender };
  for (const result of results) {
    if (result.contender !== contender) continue;
    if (result.kind === 'agreement') row.agreement = result;
    else if (result.kind === 'failure') row.failure = result;
    else {
      const { median, minimum, maximum } = summarize(result.milliseconds)!;
      Object.assign(row, { median, minimum, maximum, evaluations: result.evaluations, hidden: result.hidden });
      const { designBytes } = contenderFacts(contender);
      if (designBytes !== undefined) row.gigabytesPerSecond = (designBytes * voxelsOf(size)) / (1e6 * median);
    }
  }
  return row;
}

/** Sizes in the order in which they came, without what was compared with the float64 reference. */
export function sizesOf(results: readonly PageResult[]): (readonly number[])[] {
  const sizes: (readonly number[])[] = [];
  for (const result of results) {
    if (!('size' in result) || (result.kind === 'agreement' && result.against === 'reference')) continue;
    if (!sizes.some((size) => isSame(size, result.size))) sizes.push(result.size);
  }
  return sizes;
}

/** Three significant digits or more, without an exponent. */
export function significant(value: number | undefined): string {
  if (value === undefined) return absent;
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(3)))));
  return value.toFixed(Math.max(0, 2 - magnitude));
}

const voxelsOf = (size: readonly number[]): number => size.reduce((product, extent) => product * extent, 1);

const isSame = (first: readonly number[], second: readonly number[]): boolean => first.join() === second.join();
