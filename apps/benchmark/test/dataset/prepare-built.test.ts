import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openDataset } from '../../src/dataset/open-dataset.ts';
import { start, until } from '../built-command.ts';
import { call } from '../command-line.ts';
import { temporaryFolder } from '../files.ts';
import { scanNpz, writeFiles } from './scan-files.ts';

const source = temporaryFolderOfFile();
const patients = 12;
const args = [
  'data',
  'prepare',
  join(source, 'scan.npz'),
  '--warped',
  String(patients),
  '--size',
  '48x48x48',
  '--output',
];

function temporaryFolderOfFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lncc-prepare-'));
  writeFiles(folder, { 'scan.npz': scanNpz() });
  return folder;
}
afterAll(() => rmSync(source, { recursive: true, force: true }));

/** What one thread makes in this process, without an interruption. */
async function expectedDigest(): Promise<string> {
  const folder = temporaryFolder();
  await call([...args, 'set', '--jobs', '1'], folder);
  return openDataset(join(folder, 'set')).digest;
}

const finished = (set: string) =>
  existsSync(join(set, 'preparation.jsonl'))
    ? readFileSync(join(set, 'preparation.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"key"')).length
    : 0;

describe('the built command with threads', () => {
  test('killed again and again ends with the same dataset', { timeout: 120_000 }, async () => {
    const digest = await expectedDigest();
    const set = join(temporaryFolder(), 'set');
    for (const count of [2, 5, 9]) {
      const { child, ended } = start([...args, set, '--jobs', '2']);
      await until(() => finished(set) >= count);
      child.process.kill('SIGKILL');
      expect((await ended).signal).toBe('SIGKILL');
      expect(existsSync(join(set, 'dataset.json'))).toBe(false);
    }
    const { child, ended } = start([...args, set, '--jobs', '2']);
    expect((await ended).code).toBe(0);
    expect(Number(/\((\d+) were there\)/.exec(child.output())![1])).toBeGreaterThanOrEqual(9);
    expect(openDataset(set).digest).toBe(digest);
    expect(readdirSync(set).filter((name) => /unfinished|lock/.test(name))).toEqual([]);
  });

  test('stops at Ctrl-C, and goes on', { timeout: 120_000 }, async () => {
    const set = join(temporaryFolder(), 'set');
    const { child, ended } = start([...args, set, '--jobs', '2']);
    await until(() => finished(set) >= 2);
    child.process.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(child.output()).toMatch(/Stopped: \d+ of 13 images are finished\. The same command goes on\./);
    expect(child.errors()).toBe('');
    expect(await start([...args, set, '--jobs', '2']).ended).toEqual({ code: 0, signal: null });
  });

  test('on a full disk is exit code 3, and goes on', { timeout: 120_000 }, async () => {
    const set = join(temporaryFolder(), 'set');
    // Images of 432 KiB fit; displacements of 1296 KiB do not.
    const { child, ended } = start([...args, set, '--jobs', '2'], { fileKibibytes: 1000 });
    expect((await ended).code).toBe(3);
    expect(child.errors()).toMatch(/^StorageError: .*Finished images are kept: give the same command again/);
    expect(finished(set)).toBe(1);
    const again = start([...args, set, '--jobs', '2']);
    expect((await again.ended).code).toBe(0);
    expect(again.child.output()).toContain('(1 were there)');
  });

  test('refuses a folder that another process prepares', { timeout: 120_000 }, async () => {
    const set = join(temporaryFolder(), 'set');
    const first = start([...args, set, '--jobs', '1']);
    await until(() => finished(set) >= 1);
    const second = start([...args, set, '--jobs', '1']);
    expect((await second.ended).code).toBe(3);
    expect(second.child.errors()).toMatch(/is written by process \d+/);
    expect((await first.ended).code).toBe(0);
  });
});
