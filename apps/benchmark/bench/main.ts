// Milliseconds and peak memory of every reader at full size. Usage: node dist/bench.js [rounds = 7] [size = 160x192x224]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseGridSize } from '../src/data/grid-size.ts';
import { formatShape } from '../src/data/volume.ts';
import { kinds, writeFiles } from './files.ts';
import type { Reading } from './read-one.ts';

const rounds = Number(process.argv[2] ?? 7);
const shape = parseGridSize(process.argv[3] ?? '160x192x224');
const folder = mkdtempSync(join(tmpdir(), 'lncc-bench-'));
const worker = new URL('./bench-read.js', import.meta.url).pathname;
const read = (path: string, times: number) =>
  JSON.parse(execFileSync(process.execPath, [worker, path, String(times)], { encoding: 'utf8' })) as Reading;
const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);

try {
  writeFiles(folder, shape);
  console.log(`readScan, ${formatShape(shape)}, image and labels where there are any; files in the system's cache.`);
  console.log(`Median of ${rounds} reads after the first; memory of one read in a fresh process, beyond its start.\n`);
  console.log('| file | size, MiB | first, ms | ms | peak, MiB |\n|---|---:|---:|---:|---:|');
  for (const { name, file } of kinds) {
    const path = join(folder, file);
    const { peakBytes } = read(path, 1);
    const { first, milliseconds } = read(path, rounds + 1);
    const size = mebibytes(statSync(path).size);
    console.log(`| ${name} | ${size} | ${first.toFixed(0)} | ${milliseconds.toFixed(0)} | ${mebibytes(peakBytes)} |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
