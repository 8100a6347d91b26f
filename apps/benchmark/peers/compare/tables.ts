import { formatShape, type Shape } from '../../src/data/volume.ts';
import { leastBytesPerVoxel } from '../../src/report/bandwidth-limit.ts';
import type { Summary } from '../../src/report/statistics.ts';
import { absent, fixed, scientific, type Table } from '../../src/report/table.ts';
import type { Agreement } from './agreement.ts';
import type { Checked, PeerRow } from './summary.ts';

interface Context {
  readonly window: number;
  readonly shape: Shape;
  readonly smallShape: Shape;
  readonly threads: number;
}

/** Every contender against the float64 reference, before anything is timed. */
export function checkTable(checked: readonly Checked[], { window, shape, smallShape }: Context): Table {
  const differing = checked.filter(({ contender, label }) => label !== contender.id);
  return {
    title: `Against float64, window ${window}: ${formatShape(smallShape)} at the surface | the timed ${formatShape(shape)}`,
    head: [
      'contender',
      'loss error',
      'gradient error',
      'cosine',
      '|',
      'loss',
      'loss error',
      'gradient error',
      'cosine',
    ],
    rows: checked.map(({ label, small, timed }) => [
      label,
      ...errorCells(small),
      '|',
      fixed(timed.loss, 6),
      ...errorCells(timed),
    ]),
    notes: [
      'Gradients to the moving image: relative L2 error, cosine.',
      ...differing.map(({ contender, own }) => {
        const why = contender.differs?.why ?? 'it should agree and does not';
        return `${contender.id} DIFFERS: ${why}.${own ? ownWords(own) : ''}`;
      }),
    ],
  };
}

function errorCells({ lossError, gradientError, gradientCosine }: Agreement): string[] {
  return [scientific(lossError), scientific(gradientError), fixed(gradientCosine, 6)];
}

function ownWords({ lossError, gradientError, gradientCosine }: Agreement): string {
  return ` From its own definition in float64 the loss is off by ${scientific(lossError)}, the gradient by ${scientific(gradientError)} (cosine ${fixed(gradientCosine, 6)}).`;
}

/** Medians and spread, beside what the memory bandwidth would allow. */
export function timeTable(
  rows: readonly PeerRow[],
  { window, shape, threads }: Context,
  limits: { readonly forward: number; readonly gradient: number } | undefined,
): Table {
  const first = rows.find(({ ratio }) => ratio !== undefined);
  const bytes = leastBytesPerVoxel;
  return {
    title: `The loss alone, milliseconds: ${formatShape(shape)}, window ${window}, ${threads} thread${threads === 1 ? '' : 's'}`,
    head: ['contender', 'loss', 'min–max', 'n', '+ gradient', 'min–max', 'n', 'ratio', 'peak MiB', 'added'],
    rows: [
      ...rows.map(({ label, forward, gradient, ratio, peakBytes, addedBytes }) => [
        label,
        ...timeCells(forward),
        ...timeCells(gradient),
        ratio === undefined ? absent : `${ratio.toFixed(1)}×`,
        mebibytes(peakBytes),
        mebibytes(addedBytes),
      ]),
      ...(limits
        ? [['(bandwidth)', fixed(limits.forward, 1), '', '', fixed(limits.gradient, 1), '', '', '', '', '']]
        : []),
    ],
    notes: [
      `Medians of n evaluations in all rounds; "+ gradient" is the loss and its gradient to the moving image; "ratio" is that time over ${first ? `that of ${first.contender.id}` : "the first row's"}; "added" is the part of the peak memory that was not there before the first evaluation.`,
      ...(limits
        ? [
            `(bandwidth): reading two volumes (${bytes.forward} B/voxel) and writing one (${bytes.gradient} B/voxel) at the float32 triad's rate on ${threads} thread${threads === 1 ? '' : 's'}. Volumes that a cache holds can be faster.`,
          ]
        : []),
    ],
  };
}

function timeCells(summary: Summary | undefined): string[] {
  if (!summary) return [absent, absent, absent];
  const { median, minimum, maximum, count } = summary;
  return [milliseconds(median), `${milliseconds(minimum)}–${milliseconds(maximum)}`, String(count)];
}

function milliseconds(value: number): string {
  return value.toFixed(value < 1000 ? 1 : 0);
}

function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? absent : (bytes / 2 ** 20).toFixed(0);
}
