import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { expect, test } from 'vitest';
import { readPairTable } from '../../src/data/read-pair-table.ts';
import { temporaryFolder } from '../files.ts';

const names = ['a.nii.gz', 'b.pkl', 'a, left.npz', 'as.nii', 'bs.npy'];

function table(text: string | Uint8Array): { path: string; folder: string } {
  const folder = temporaryFolder();
  for (const name of names) writeFileSync(join(folder, name), 'x');
  const path = join(folder, 'pairs.csv');
  writeFileSync(path, text);
  return { path, folder };
}

test('two columns', () => {
  const { path, folder } = table('moving,fixed\na.nii.gz,b.pkl\n./b.pkl,a.nii.gz\n');
  const [a, b] = [join(folder, 'a.nii.gz'), join(folder, 'b.pkl')];
  expect(readPairTable(path)).toEqual([
    { moving: a, fixed: b },
    { moving: b, fixed: a },
  ]);
});

test('labels, columns in any order, quotes, blanks, a byte order mark, Windows lines, empty lines', () => {
  const { path, folder } = table(
    '\uFEFFFixed, moving,moving_labels,fixed_labels\r\n\r\n b.pkl,"a, left.npz",as.nii,bs.npy\r\nb.pkl,a.nii.gz,,\r\n',
  );
  const file = (name: string) => join(folder, name);
  const fixed = file('b.pkl');
  expect(readPairTable(path)).toEqual([
    { moving: file('a, left.npz'), fixed, movingLabels: file('as.nii'), fixedLabels: file('bs.npy') },
    { moving: file('a.nii.gz'), fixed },
  ]);
});

test.each([
  { name: 'no header', text: 'a.nii.gz,b.pkl\n', words: ['line 1', '"a.nii.gz"', 'moving,fixed'] },
  { name: 'semicolons', text: 'moving;fixed\na.nii.gz;b.pkl\n', words: ['line 1', '"moving;fixed"'] },
  { name: 'one image', text: 'moving\na.nii.gz\n', words: ['line 1', 'column fixed'] },
  { name: 'a column twice', text: 'moving,fixed,fixed\n', words: ['line 1', 'twice'] },
  { name: 'no row', text: 'moving,fixed\n\n', words: ['no pair'] },
  { name: 'only blanks', text: '\n\n', words: ['line 1', 'column moving'] },
  { name: 'nothing', text: '', words: ['0 bytes'] },
  { name: 'too few cells', text: 'moving,fixed\na.nii.gz,b.pkl\na.nii.gz\n', words: ['line 3', '1 cells', '2'] },
  { name: 'too many cells', text: 'moving,fixed\na, left.npz,b.pkl\n', words: ['line 2', '3 cells', 'Quote'] },
  { name: 'an empty cell', text: 'moving,fixed\n\n,b.pkl\n', words: ['line 3', 'moving image is missing'] },
  { name: 'a missing file', text: 'moving,fixed\na.nii.gz,c.nii\n', words: ['line 2', 'c.nii', 'relative'] },
  { name: 'another type', text: 'moving,fixed\na.nii.gz,c.mgz\n', words: ['line 2', 'c.mgz', 'Convert'] },
  {
    name: 'labels of one image',
    text: 'moving,fixed,fixed_labels\na.nii.gz,b.pkl,bs.npy\n',
    words: ['line 2', 'only one'],
  },
  { name: 'an open quote', text: 'moving,fixed\n"a.nii.gz,b.pkl\n', words: ['line 2', 'CSV'] },
  { name: 'another encoding', text: Uint8Array.of(0xff, 0xfe, 0x41), words: ['UTF-8'] },
  { name: 'an endless row', text: `moving,fixed\n${'x'.repeat(70_000)}`, words: ['CSV'] },
])('$name is refused, with its line', ({ text, words }) => {
  const { path } = table(text);
  let message = '';
  try {
    readPairTable(path);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidDataError);
    message = (error as Error).message;
  }
  for (const word of [path, ...words]) expect(message).toContain(word);
});
