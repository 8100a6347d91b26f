import { basename } from 'node:path';
import { formatShape } from '../../data/volume.ts';
import type { DatasetDescription } from '../../dataset/dataset-description.ts';
import type { LabelFacts, ScanFacts } from '../../dataset/inspect/scan-facts.ts';
import { drawTable } from '../../report/draw-table.ts';

const rounded = (value: number): string => String(Number(value.toPrecision(5)));
const labelText = ({ ids, freesurfer, structures, type }: LabelFacts): string =>
  `${ids.length} beside 0 (${type}); ${freesurfer} of FreeSurfer's 46 ids, ${structures} of the 30 structures of the Dice`;

/** What a scan holds, a line each. */
export function renderScan(facts: ScanFacts): string {
  const { file, format, shape, type, orientation, spacing, minimum, maximum, zeros, labels, problems } = facts;
  const rows: (readonly [string, string | undefined])[] = [
    ['file', file],
    ['format', format],
    ['shape', shape && formatShape(shape)],
    ['type', type],
    ['orientation', orientation ?? 'not in the file: its axes are taken as they are'],
    ['spacing', spacing && `${spacing.map(rounded).join(' x ')} mm`],
    ['intensities', minimum === undefined ? undefined : `${rounded(minimum)} to ${rounded(maximum!)}`],
    ['zeros', zeros === undefined ? undefined : `${zeros.toFixed(1)} %`],
    ['labels', labels && labelText(labels)],
    ['ids', labels?.ids.join(' ')],
    ...problems.map((problem) => ['problem', problem] as const),
  ];
  return lines(rows);
}

/** The summary of a folder's scans, a row each; columns that would be empty are left out. */
export function renderScans(scans: readonly ScanFacts[]): string {
  const rows = scans.map(scanCells);
  const shown = scanColumns.map((_, column) => column).filter((column) => rows.some((row) => row[column] !== ''));
  const pick = (row: readonly string[]) => shown.map((column) => row[column]!);
  return drawTable({ head: pick(scanColumns), rows: rows.map(pick) });
}

function scanCells(facts: ScanFacts): string[] {
  const { file, shape, type, orientation, spacing, minimum, maximum, zeros, labels, problems } = facts;
  return [
    basename(file),
    shape ? formatShape(shape) : '',
    type ?? '',
    orientation ?? '',
    spacing ? spacing.map((value) => value.toFixed(2)).join('x') : '',
    minimum === undefined ? '' : `${rounded(minimum)} to ${rounded(maximum!)}`,
    zeros === undefined ? '' : zeros.toFixed(0),
    labels ? `${labels.ids.length} (${labels.structures}/30)` : '',
    problems.length === 0 ? '' : 'yes',
  ];
}

const scanColumns = ['file', 'shape', 'type', 'axes', 'mm', 'intensities', 'zeros %', 'labels', 'problem'];

/** What a prepared dataset is. */
export function renderDataset(folder: string, about: DatasetDescription, digest: string): string {
  const labels = about.images.filter(({ labels }) => labels);
  const ids = new Set(labels.flatMap(({ labels }) => labels!.values.filter((value) => value !== 0)));
  const displacements = about.pairs.filter(({ displacement }) => displacement).length;
  return lines([
    ['dataset', `${about.name}, in ${folder}`],
    ['source', about.source],
    ['licence', about.licence],
    ['shape', formatShape(about.shape)],
    ['orientation', about.orientation ?? 'as in the files'],
    ['normalization', about.normalization],
    ['images', String(about.images.length)],
    ['labels', labels.length === 0 ? 'none' : `of ${labels.length} images, ${ids.size} ids (${about.labelSystem})`],
    ['pairs', `${about.pairs.length}, ${displacements} with a known displacement`],
    ['digest', digest],
  ]);
}

const width = 15;
const lines = (rows: readonly (readonly [string, string | undefined])[]): string =>
  rows
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `${name.padEnd(width)}${text}\n`)
    .join('');
