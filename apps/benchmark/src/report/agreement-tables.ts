import { formatShape } from '../data/volume.ts';
import { networkTitle } from '../networks/select.ts';
import type { Report } from './build-report.ts';
import { fixed, scientific, type Table } from './table.ts';

const note =
  'Cosine and relative L2 error of the gradient to the moving image; a cosine above 0.9999 is asked. Who disagrees is not timed.';

export function agreementTables({ agreement, epochAgreement, settings }: Report): Table[] {
  const before = agreement.filter(({ network }) => network === undefined);
  return [
    {
      title: `Agreement with the float64 reference (${formatShape(settings.agreementSize)} voxels at the brain’s surface)`,
      head: ['contender', 'loss error', 'allowed', 'cosine', 'gradient error', 'agrees'],
      rows: before.map((row) => [
        row.contender.endsWith(`/${row.algorithm}`) ? row.contender : `${row.contender}: ${row.algorithm}`,
        scientific(row.lossError),
        scientific(row.tolerance),
        fixed(row.gradientCosine, 6),
        scientific(row.gradientError),
        row.agrees ? 'yes' : 'NO',
      ]),
      notes: [note],
    },
    {
      title: 'Agreement in the processes that trained, the worst of all epochs',
      head: ['contender', 'network', 'epochs', 'loss error', 'cosine', 'gradient', 'agrees'],
      rows: epochAgreement.map((row) => [
        row.contender,
        networkTitle(row.network),
        String(row.epochs.length),
        scientific(row.largestLossError),
        fixed(row.smallestCosine, 6),
        scientific(row.largestGradientError),
        row.agrees ? 'yes' : 'NO',
      ]),
      notes: ['The same comparison, made anew in every process that trained an epoch.'],
    },
  ];
}
