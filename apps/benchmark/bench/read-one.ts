import { readScan } from '../src/data/read-scan.ts';
import { peakMemoryBytes } from '../src/process/peak-memory.ts';

/** Median milliseconds of the reads after the first, and the bytes this process took beyond what it held before it. */
export interface Reading {
  readonly milliseconds: number;
  readonly first: number;
  readonly peakBytes: number;
}

// Usage: read-one <path> <rounds>
const [path, rounds] = process.argv.slice(2) as [string, string];
const start = process.memoryUsage().rss;
const times = Array.from({ length: Number(rounds) }, () => {
  const before = performance.now();
  readScan(path);
  return performance.now() - before;
});
const peakBytes = peakMemoryBytes() - start;
const sorted = times.slice(1).sort((a, b) => a - b);
const reading: Reading = {
  milliseconds: sorted[Math.floor(sorted.length / 2)] ?? times[0]!,
  first: times[0]!,
  peakBytes,
};
console.log(JSON.stringify(reading));
