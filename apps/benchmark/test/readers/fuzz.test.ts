import { expect, test } from 'vitest';
import { inputs, inputsOf, type ReaderName } from '../../fuzz/inputs.ts';
import { tryInput } from '../../fuzz/try-input.ts';
import { temporaryFolder } from '../files.ts';

const count = 300;

// `npm run fuzz` tries many more, in processes that are watched.
test.each(Object.keys(inputs) as ReaderName[])(`${count} inputs of the %s reader are read or refused`, (reader) => {
  const folder = temporaryFolder();
  const make = inputsOf(reader, 7);
  const outcomes = Array.from({ length: count }, (_, index) => ({ index, ...tryInput(make(index), folder) }));
  expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
  expect(outcomes.some(({ kind }) => kind === 'refused')).toBe(true);
  // A table is read only where the files that it names are there.
  if (reader !== 'table') expect(outcomes.some(({ kind }) => kind === 'read')).toBe(true);
});
