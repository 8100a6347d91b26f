import { formatShape } from '../data/volume.ts';
import { absent, fixed, scientific, type Table } from '../report/table.ts';
import { contenderFacts, type PageContenderId } from './contenders.ts';
import { type Row, rowsOf, significant, sizesOf } from './figures.ts';
import { type AgreementResult, leftOut, type PageResult } from './result.ts';

/** The tables of one session: the comparison with the float64 reference, and one for every size. */
export function pageTables(results: readonly PageResult[], window: number): Table[] {
  const checks = results.filter(
    (result): result is AgreementResult => result.kind === 'agreement' && result.against === 'reference',
  );
  return [
    ...(checks.length === 0 ? [] : [checkTable(checks)]),
    ...sizesOf(results).map((size) => sizeTable(results, size, window)),
  ];
}

function checkTable(checks: readonly AgreementResult[]): Table {
  return {
    title: `Against the float64 reference, ${formatShape(checks[0]!.size)}`,
    head: ['', 'loss', 'reference', 'loss apart', 'gradient apart', ''],
    rows: checks.map((check) => [
      contenderFacts(check.contender).name,
      fixed(check.loss, 7),
      fixed(check.expectedLoss, 7),
      scientific(check.lossError),
      scientific(check.gradientError),
      check.agrees ? 'equal' : 'not equal',
    ]),
    notes: [],
  };
}

function sizeTable(results: readonly PageResult[], size: readonly number[], window: number): Table {
  const rows = rowsOf(results, size);
  return {
    title: `${formatShape(size)}, window ${window}`,
    head: [
      '',
      'ms',
      'range',
      'naive / this',
      'GB/s by design bytes',
      'evaluations a round',
      'loss',
      'loss apart',
      'gradient apart',
    ],
    rows: rows.map((row) => [
      contenderFacts(row.contender).name,
      millisecondsOf(row),
      row.median === undefined ? absent : `${significant(row.minimum)}–${significant(row.maximum)}`,
      significant(row.ratio),
      significant(row.gigabytesPerSecond),
      row.evaluations === undefined ? absent : String(row.evaluations),
      fixed(row.agreement?.loss, 7),
      scientific(others(row)?.lossError),
      scientific(others(row)?.gradientError),
    ]),
    notes: notesOf(rows),
  };
}

function millisecondsOf({ median, failure, agreement }: Row): string {
  if (failure?.error === leftOut) return 'left out';
  if (failure !== undefined) return 'failed';
  if (agreement?.agrees === false) return 'not equal';
  return significant(median);
}

/** The comparison with another contender; the one that all are compared with has none. */
const others = ({ agreement }: Row): AgreementResult | undefined =>
  agreement?.against === agreement?.contender ? undefined : agreement;

function notesOf(rows: readonly Row[]): string[] {
  const name = (id: PageContenderId) => contenderFacts(id).name;
  const compared = [...new Set(rows.flatMap((row) => others(row)?.against ?? []))];
  const failures = rows.flatMap(({ contender, failure }) =>
    failure === undefined ? [] : [`${name(contender)}: ${messageOf(failure).replace(/\.?$/, '.')}`],
  );
  const unequal = rows.some(({ agreement }) => agreement?.agrees === false);
  return [
    ...compared.map((id) => `Compared with ${id === 'reference' ? 'the reference' : name(id)}.`),
    ...(rows.some(({ agreement }) => agreement) && compared.length === 0 ? ['Nothing was there to compare with.'] : []),
    ...(unequal ? ['What is not equal is not timed.'] : []),
    ...(rows.some(({ hidden }) => hidden) ? ['The page was out of sight for a while: times may be too long.'] : []),
    ...failures,
  ];
}

/** What failed and why, as a sentence. */
export const messageOf = ({ error, message }: { readonly error: string; readonly message: string }): string =>
  error === leftOut ? `left out, ${message}` : `${error}: ${message}`;

/** What ended whole sizes. */
export const sizeFailures = (results: readonly PageResult[]): string[] =>
  results.flatMap((result) =>
    result.kind === 'failure' && result.contender === undefined
      ? [`${formatShape(result.size)}: ${messageOf(result)}`]
      : [],
  );
