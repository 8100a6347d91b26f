import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { isScanName } from './open-scan.ts';
import { type CsvRow, readCsv } from './read-csv.ts';

/** The files of one pair. */
export interface PairFiles {
  readonly moving: string;
  readonly fixed: string;
  readonly movingLabels?: string;
  readonly fixedLabels?: string;
}

const columns = {
  moving: 'moving',
  fixed: 'fixed',
  movingLabels: 'moving_labels',
  fixedLabels: 'fixed_labels',
} as const;
const example = 'moving,fixed,moving_labels,fixed_labels';

/**
 * A CSV table of pairs: the header `moving,fixed` with or without `moving_labels,fixed_labels`, in any order, and a pair a
 * row. Paths are relative to the table's folder. Every file is there when this returns, and named as one that is read.
 *
 * @throws InvalidDataError when the table is unreadable, has another header or no row, a cell is missing, or a file is; the
 * message names the line.
 */
export function readPairTable(path: string): PairFiles[] {
  const [header, ...rows] = readCsv(path);
  const places = placesOf(header, path);
  if (rows.length === 0) throw new InvalidDataError(`${path} has no pair below its header. Add a row for each.`);
  return rows.map((row) => pairOf(row, places, header!.cells.length, path));
}

type Places = Readonly<Record<keyof typeof columns, number>>;

function placesOf(header: CsvRow | undefined, path: string): Places {
  const names = header?.cells.map((cell) => cell.toLowerCase()) ?? [];
  const refuse = (what: string) =>
    new InvalidDataError(`${path}, line ${header?.line ?? 1}: ${what}. Begin the table with the line ${example}.`);
  for (const name of names) {
    if (!Object.values<string>(columns).includes(name)) throw refuse(`the column ${JSON.stringify(name)} is not known`);
    if (names.indexOf(name) !== names.lastIndexOf(name)) throw refuse(`the column ${name} is there twice`);
  }
  for (const name of [columns.moving, columns.fixed]) {
    if (!names.includes(name)) throw refuse(`the column ${name} is missing`);
  }
  const place = (key: keyof typeof columns) => names.indexOf(columns[key]);
  return {
    moving: place('moving'),
    fixed: place('fixed'),
    movingLabels: place('movingLabels'),
    fixedLabels: place('fixedLabels'),
  };
}

function pairOf({ cells, line }: CsvRow, places: Places, width: number, path: string): PairFiles {
  const refuse = (what: string, wayOut: string) => new InvalidDataError(`${path}, line ${line}: ${what}. ${wayOut}`);
  if (cells.length !== width)
    throw refuse(`${cells.length} cells under a header of ${width}`, 'Quote commas in names.');
  const file = (key: keyof typeof columns): string | undefined => {
    const cell = cells[places[key]];
    if (cell === undefined || cell === '') return undefined;
    if (!isScanName(cell)) throw refuse(`${cell} is not a file type that is read here`, 'Convert the image first.');
    const full = resolve(dirname(path), cell);
    if (!existsSync(full)) throw refuse(`there is no file ${full}`, 'Paths are relative to the table.');
    return full;
  };
  const moving = file('moving');
  const fixed = file('fixed');
  if (!moving || !fixed)
    throw refuse(`the ${moving ? 'fixed' : 'moving'} image is missing`, 'Name a file in both columns.');
  const movingLabels = file('movingLabels');
  const fixedLabels = file('fixedLabels');
  if (movingLabels && fixedLabels) return { moving, fixed, movingLabels, fixedLabels };
  if (movingLabels || fixedLabels) {
    throw refuse('only one image has labels', 'Name the labels of both images, or of none.');
  }
  return { moving, fixed };
}
