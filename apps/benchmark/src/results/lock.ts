import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { StorageError } from '@fast-lncc/core';
import type { RunFolder } from './run-folder.ts';
import { storageError } from './storage-error.ts';

interface Owner {
  readonly host: string;
  readonly process: number;
  /** In which process numbers mean the same: containers may share a host's name. */
  readonly namespace?: string | undefined;
  /** When the system started the process, so that another one with its number is told apart. */
  readonly started: string | undefined;
}

const beatMilliseconds = 10_000;
/** A lock of another machine that was not renewed for so long is that of a process that is gone. */
const staleMilliseconds = 60_000;

/**
 * Makes this process the only one that writes to a run's folder. A lock that a killed process left is taken over: at once
 * on its machine, after a minute on another.
 *
 * @returns what gives the folder back.
 * @throws StorageError naming who writes there, or why the lock cannot be written.
 */
export function lockFolder({ path, lock }: Pick<RunFolder, 'path' | 'lock'>): () => void {
  const owner: Owner = {
    host: hostname(),
    process: process.pid,
    namespace: processNamespace(),
    started: startOf(process.pid),
  };
  const text = `${JSON.stringify(owner)}\n`;
  if (!create(lock, text)) {
    const held = readLock(lock);
    if (held !== undefined && isAlive(held, lock)) {
      throw new StorageError(
        `${path} is written by process ${held.process} on ${held.host}. Wait for its end, or name another folder. If that process is gone, its lock falls within a minute.`,
      );
    }
    removeStale(lock, held);
    if (!create(lock, text)) throw new StorageError(`${path} was taken by another process just now. Try again.`);
  }
  const beat = setInterval(() => renew(lock), beatMilliseconds);
  beat.unref();
  return () => {
    clearInterval(beat);
    if (JSON.stringify(readLock(lock)) === JSON.stringify(owner)) rmSync(lock, { force: true });
  };
}

/** @returns false where there is one. */
function create(lock: string, text: string): boolean {
  try {
    const file = openSync(lock, 'wx');
    writeFileSync(file, text);
    closeSync(file);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw storageError(lock, cause);
  }
}

function readLock(lock: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function isAlive({ host, process: id, namespace, started }: Owner, lock: string): boolean {
  const isVisible = host === hostname() && (namespace === undefined || namespace === processNamespace());
  if (!isVisible) return Date.now() - statSync(lock).mtimeMs < staleMilliseconds;
  try {
    process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return started === startOf(id);
}

/** Moves it away first: of two processes that find the same stale lock, one removes that one and no newer. */
function removeStale(lock: string, stale: Owner | undefined): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (JSON.stringify(readLock(aside)) !== JSON.stringify(stale)) linkSync(aside, lock);
  rmSync(aside, { force: true });
}

function renew(lock: string): void {
  try {
    const time = new Date();
    utimesSync(lock, time, time);
  } catch {
    // The folder is gone; writing the next measurement tells.
  }
}

/** In clock ticks since the system started; `undefined` where the system does not tell. */
function startOf(id: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8');
    return fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** The boot and the namespace of process numbers; `undefined` where the system does not tell. */
function processNamespace(): string | undefined {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}
