import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { bandwidthLimit } from '../../src/report/bandwidth-limit.ts';
import type { Table } from '../../src/report/table.ts';
import type { BandwidthRow } from './job.ts';

const unknownCacheBytes = 64 * 2 ** 20;
const smallestArrayBytes = 256 * 2 ** 20;

/** The largest cache the kernel lists, `undefined` where it lists none. */
export function lastLevelCacheBytes(folder = '/sys/devices/system/cpu/cpu0/cache'): number | undefined {
  if (!existsSync(folder)) return undefined;
  const sizes = readdirSync(folder)
    .filter((name) => name.startsWith('index'))
    .map((name) => /^(\d+)([KMG])$/.exec(readFileSync(join(folder, name, 'size'), 'utf8').trim()))
    .filter((size) => size !== null)
    .map(([, count, unit]) => Number(count) * { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[unit as 'K' | 'M' | 'G']);
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}

/** Each of three arrays: twice the last-level cache, but at most an eighth of the free memory. */
export function bandwidthArrayBytes(cacheBytes = lastLevelCacheBytes(), freeBytes = freemem()): number {
  const wanted = Math.max(smallestArrayBytes, 2 * (cacheBytes ?? unknownCacheBytes));
  return 2 ** 20 * Math.floor(Math.min(wanted, freeBytes / 8) / 2 ** 20);
}

/** The times in milliseconds that the triad's rate on all threads would allow, float32. */
export function bandwidthLimits(
  rows: readonly BandwidthRow[],
  voxels: number,
): { readonly forward: number; readonly gradient: number } | undefined {
  const rates = rows.filter(({ operation, type }) => operation === 'triad' && type === 'float32');
  const widest = rates.toSorted((first, second) => second.threads - first.threads)[0];
  if (!widest) return undefined;
  const limit = (mode: 'forward' | 'gradient') => bandwidthLimit(mode, voxels, widest.bytesPerSecond);
  return { forward: limit('forward'), gradient: limit('gradient') };
}

export function bandwidthTable(rows: readonly BandwidthRow[], arrayBytes: number): Table {
  const gigabytes = (rate: number) => (rate / 1e9).toFixed(1);
  const size = (arrayBytes / 2 ** 20).toFixed(0);
  const cache = lastLevelCacheBytes();
  const cacheNote = cache === undefined ? '' : `; the last-level cache the system reports has ${cache / 2 ** 20} MiB`;
  return {
    title: 'Memory bandwidth, GB/s',
    head: ['operation', 'threads', 'best', 'median'],
    rows: rows.map(({ operation, type, threads, bytesPerSecond, medianBytesPerSecond }) => [
      `${operation} ${type}`,
      String(threads),
      gigabytes(bytesPerSecond),
      gigabytes(medianBytesPerSecond),
    ]),
    notes: [
      `By PyTorch: copy is a.copy_(b), triad torch.add(b, c, alpha=3, out=a), arrays of ${size} MiB${cacheNote}. Bytes as STREAM counts them: two arrays for a copy, three for a triad.`,
    ],
  };
}
