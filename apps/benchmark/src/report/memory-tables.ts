import { networkTitle } from '../networks/select.ts';
import type { Report } from './build-report.ts';
import { gibibytes, mebibytes, type Table } from './table.ts';

/** The largest memory of the processes, and of their devices where they tell. */
export function memoryTables({ training, loss }: Report): Table[] {
  const networks = [...new Set(training.map(({ network }) => network))];
  const contenders = [...new Set(training.map(({ contender }) => contender))];
  const table = (title: string, key: 'peakBytes' | 'devicePeakBytes', note: string): Table => ({
    title,
    head: ['contender', ...networks.map(networkTitle)],
    rows: training.some((row) => row[key] !== undefined)
      ? contenders.map((contender) => [
          contender,
          ...networks.map((network) => {
            const rows = training.filter((row) => row.contender === contender && row.network === network);
            const peaks = rows.map((row) => row[key]).filter((bytes) => bytes !== undefined);
            return gibibytes(peaks.length === 0 ? undefined : Math.max(...peaks));
          }),
        ])
      : [],
    notes: [note],
  });
  return [
    table(
      'Peak memory of a training process, GiB',
      'peakBytes',
      'The largest resident memory of the whole process, the JavaScript runtime and the images included.',
    ),
    {
      title: 'Peak memory of a process that computes the loss alone, MiB',
      head: ['contender', 'grid', 'process', 'device'],
      rows: loss
        .filter(({ peakBytes }) => peakBytes !== undefined)
        .map(({ contender, grid, peakBytes, devicePeakBytes }) => [
          contender,
          grid,
          mebibytes(peakBytes),
          mebibytes(devicePeakBytes),
        ]),
      notes: ['The same of the loss alone.'],
    },
    table(
      'Peak memory of the device, GiB',
      'devicePeakBytes',
      'As the device tells, whatever else runs on it included.',
    ),
  ];
}
