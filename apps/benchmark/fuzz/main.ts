// Reads inputs that nobody would make: mutated files of every format, random opcodes, random tables. What may happen is a
// value or an InvalidDataError that names the file; a crash, a hang, growth of the process and code that runs are failures.
// Usage: node dist/fuzz.js [--count 2000] [--seed 1] [--reader pickle] [--from 0]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inputs, type ReaderName } from './inputs.ts';
import { bounds, runWorker } from './run-worker.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    reader: { type: 'string' },
  },
});
const readers = options.reader ? [options.reader as ReaderName] : (Object.keys(inputs) as ReaderName[]);
const [count, seed, from] = [Number(options.count), Number(options.seed), Number(options.from)];
const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
let problems = 0;

console.log(
  `${count} inputs for each reader, seed ${seed}; at most ${bounds.seconds} s without a sign of life, ${mebibytes(bounds.growthBytes)} MiB of growth\n`,
);
console.log('| reader | inputs | read | refused | failed | slowest input, ms | start, MiB | peak, MiB |');
console.log('|---|---:|---:|---:|---:|---:|---:|---:|');
for (const reader of readers) {
  const folder = mkdtempSync(join(tmpdir(), 'lncc-fuzz-'));
  const row = { read: 0, refused: 0, failed: 0, slowest: 0, start: 0, peak: 0 };
  let next = from;
  while (next < from + count) {
    const end = await runWorker({ reader, seed, from: next, to: from + count }, folder, (progress) => {
      row.read += progress.read;
      row.refused += progress.refused;
      row.slowest = Math.max(row.slowest, progress.slowest);
      row.start = Math.max(row.start, progress.startBytes);
      row.peak = Math.max(row.peak, progress.peakBytes);
      for (const { index, reason } of progress.failures) fail(`--reader ${reader} --from ${index} --count 1`, reason);
    });
    next = end.next;
    if (end.problem !== undefined) {
      fail(`--reader ${reader}, one of the 50 inputs from ${next}`, end.problem);
      next += 50;
    }
  }
  const memory = `${mebibytes(row.start)} | ${mebibytes(row.peak)}`;
  console.log(
    `| ${reader} | ${count} | ${row.read} | ${row.refused} | ${row.failed} | ${row.slowest.toFixed(0)} | ${memory} |`,
  );
  rmSync(folder, { recursive: true, force: true });

  function fail(which: string, reason: string): void {
    row.failed++;
    problems++;
    console.error(`${which} --seed ${seed}: ${reason}`);
  }
}
process.exitCode = problems === 0 ? 0 : 1;
