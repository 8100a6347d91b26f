import { expect, test } from 'vitest';
import { compared, grownErrors, readSection, writeSection } from '../src/section.mjs';

const marks = ['<!-- conformance:start, written by `npm run conformance` -->', '<!-- conformance:end -->'];
const readme = `# Title\n\n${marks[0]}\n\nold\n\n${marks[1]}\n\nmore\n`;

test('what stands between the marks is replaced, and nothing else', () => {
  expect(readSection(readme)).toBe('old');
  expect(writeSection(readme, 'new')).toBe(readme.replace('old', 'new'));
  expect(writeSection(writeSection(readme, 'new'), 'old')).toBe(readme);
});

test('a README without the marks is refused', () => {
  expect(() => readSection('# Title\n')).toThrow('needs the two marks');
});

test('counts are compared, measured errors are not', () => {
  const table = (count: number, error: string) =>
    `| runtime | precision | x | error of the loss | gradient |\n| --- | --- | --: | --: | --: |\n| tfjs (cpu) | float32 | ${count} | ${error} | 2e-5 |\n\nKnown gaps: none.`;
  expect(compared(table(366, '1e-6')).names).toEqual(['tfjs (cpu)']);
  expect(compared(table(366, '1e-6')).lasting).toBe(compared(table(366, '2e-6')).lasting);
  expect(compared(table(366, '1e-6')).lasting).not.toBe(compared(table(365, '1e-6')).lasting);
  expect(compared(table(366, '1e-6')).lasting).not.toBe(compared(table(366, '1e-6').replace('none', 'one')).lasting);
});

test('an error may be that of another processor, not of another order', () => {
  const table = (loss: string, gradient: string) =>
    compared(`| wasm | float32 | 366 | ${loss} | ${gradient} |\n| tfjs | float32 | 366 | 1e-6 | 1e-5 |`).errors;
  const printed = table('2e-8', '2e-7');
  expect(grownErrors(printed, printed)).toEqual([]);
  expect(grownErrors(printed, table('1e-7', '2e-6'))).toEqual([]);
  expect(grownErrors(printed, table('1e-6', '2e-7'))).toEqual(['wasm']);
  expect(grownErrors(printed, table('2e-8', '3e-6'))).toEqual(['wasm']);
});
