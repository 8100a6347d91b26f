import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPageResults, readPageResults } from '../../src/page/page-results.ts';
import { openSealed } from '../../src/results/log-line.ts';
import { call } from '../command-line.ts';
import { temporaryFolder } from '../files.ts';
import { machine, settings, wholeSession } from './results.ts';

const startedAt = new Date('2026-01-31T12:00:00Z');

function written() {
  const parent = temporaryFolder();
  const results = createPageResults(parent, { settings, machine, startedAt });
  for (const result of wholeSession) results.add(result);
  return { ...results, lines: join(results.folder, 'results.jsonl') };
}

describe('the files of a page', () => {
  test('lines that can be read again, the settings first', () => {
    const { folder, lines, close } = written();
    expect(folder).toMatch(/2026-01-31-12-00-00-page$/);
    expect(readPageResults(lines)).toEqual({
      start: { kind: 'start', startedAt: '2026-01-31T12:00:00.000Z', settings, machine },
      results: wholeSession,
      ignoredLines: 0,
    });
    expect(close()).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['results.jsonl', 'table.md']);
  });

  test('every line and the table are there before the next result', () => {
    const results = createPageResults(temporaryFolder(), { settings, machine, startedAt });
    const lines = join(results.folder, 'results.jsonl');
    expect(existsSync(results.table)).toBe(false);
    for (const [index, result] of wholeSession.entries()) {
      results.add(result);
      const text = readFileSync(lines, 'utf8');
      expect(text.endsWith('\n')).toBe(true);
      expect(openSealed(text.trimEnd().split('\n').at(-1)!)).toEqual(result);
      expect(readFileSync(results.table, 'utf8')).toContain('# LNCC on a GPU');
      expect(readPageResults(lines).results.length).toBe(index + 1);
    }
    results.close();
  });

  test('a torn last line is ignored, and so is one that was altered', () => {
    const { lines, close } = written();
    close();
    const text = readFileSync(lines, 'utf8');
    writeFileSync(lines, text.slice(0, -20));
    expect(readPageResults(lines)).toMatchObject({ results: wholeSession.slice(0, -1), ignoredLines: 1 });
    writeFileSync(lines, text.replace('[2,3,1]', '[1,3,1]'));
    expect(readPageResults(lines)).toMatchObject({
      results: wholeSession.filter((_, index) => index !== 4),
      ignoredLines: 1,
    });
  });

  test('nothing is left where nothing was measured', () => {
    const parent = temporaryFolder();
    expect(createPageResults(parent, { settings, machine, startedAt }).close()).toBe(false);
    expect(readdirSync(parent)).toEqual([]);
  });

  test('a second page in the same second has a folder of its own', () => {
    const parent = temporaryFolder();
    const folders = [1, 2].map(() => createPageResults(parent, { settings, machine, startedAt }).folder);
    expect(new Set(folders).size).toBe(2);
  });
});

describe('report', () => {
  test('writes the table of a page again', async () => {
    const { folder, lines, table, close } = written();
    close();
    const before = readFileSync(table, 'utf8');
    rmSync(table);
    appendFileSync(lines, '{"kind":"time","sess');
    const { code, output } = await call(['report', folder]);
    expect(code).toBe(0);
    expect(output).toContain(before);
    expect(output).toContain('1 line(s) are no results and were ignored.');
    expect(readFileSync(table, 'utf8')).toBe(before);
  });

  test('and says so where the settings are gone', async () => {
    const { folder, lines, close } = written();
    close();
    writeFileSync(lines, '');
    const { code, errors } = await call(['report', folder]);
    expect(code).toBe(2);
    expect(errors).toMatch(/^InvalidDataError: .*results\.jsonl does not begin with the settings/);
  });
});
