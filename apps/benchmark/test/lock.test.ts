import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { StorageError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { lockFolder } from '../src/results/lock.ts';
import { runFolderAt } from '../src/results/run-folder.ts';
import { temporaryFolder } from './files.ts';

const hold = (owner: object) => {
  const folder = runFolderAt(temporaryFolder());
  writeFileSync(folder.lock, JSON.stringify(owner));
  return folder;
};
/** Larger than any process number. */
const nobody = 2 ** 30;

describe('the lock of a folder', () => {
  test('is one process’s, until it gives the folder back', () => {
    const folder = runFolderAt(temporaryFolder());
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrowError(StorageError);
    expect(() => lockFolder(folder)).toThrowError(`is written by process ${process.pid} on ${hostname()}`);
    unlock();
    expect(existsSync(folder.lock)).toBe(false);
    lockFolder(folder)();
  });

  test('of a process that is gone is taken over at once', () => {
    lockFolder(hold({ host: hostname(), process: nobody }))();
  });

  test('of a process whose number another one has is taken over', () => {
    if (process.platform !== 'linux') return console.warn('skipped: the start of a process is known on Linux only');
    lockFolder(hold({ host: hostname(), process: process.pid, started: '1' }))();
  });

  test('of another machine holds as long as it is renewed', () => {
    const folder = hold({ host: 'elsewhere', process: 1 });
    expect(() => lockFolder(folder)).toThrowError('process 1 on elsewhere');
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(folder.lock, hourAgo, hourAgo);
    lockFolder(folder)();
  });

  test('of a container with this host’s name is another machine’s: its process numbers are others', () => {
    if (process.platform !== 'linux') return console.warn('skipped: namespaces of process numbers are known on Linux');
    const folder = hold({ host: hostname(), process: nobody, namespace: 'boot pid:[1]' });
    expect(() => lockFolder(folder)).toThrowError(StorageError);
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(folder.lock, hourAgo, hourAgo);
    lockFolder(folder)();
  });

  test('that is damaged belongs to nobody', () => {
    const folder = runFolderAt(temporaryFolder());
    writeFileSync(folder.lock, '{"host":');
    lockFolder(folder)();
  });

  test('is not given back by who lost it', () => {
    const folder = runFolderAt(temporaryFolder());
    const unlock = lockFolder(folder);
    writeFileSync(folder.lock, JSON.stringify({ host: 'elsewhere', process: 1 }));
    unlock();
    expect(existsSync(folder.lock)).toBe(true);
  });

  test('needs a folder that can be written', () => {
    expect(() => lockFolder(runFolderAt('/nowhere'))).toThrowError(/cannot be written \(ENOENT/);
  });
});
