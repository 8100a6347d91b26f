import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync, writeSync } from 'node:fs';
import { peakMemoryBytes } from '../src/process/peak-memory.ts';
import { inputsOf, type ReaderName } from './inputs.ts';
import { tryInput } from './try-input.ts';

/** One line of this process: what came of the inputs up to `next`. */
export interface Progress {
  readonly next: number;
  readonly read: number;
  readonly refused: number;
  readonly failures: readonly { readonly index: number; readonly reason: string }[];
  /** The most memory the process has held, and what it held before the first input. */
  readonly peakBytes: number;
  readonly startBytes: number;
  readonly slowest: number;
}

const lineEvery = 50;

// Usage: worker <reader> <seed> <from> <to> <folder>
const [reader, seed, from, to, folder] = process.argv.slice(2) as [ReaderName, string, string, string, string];
requireSandbox();
const make = inputsOf(reader, Number(seed));
process.chdir(folder);
// The scans that some of the tables name.
for (const name of ['input.nii', 'a.nii']) writeFileSync(name, 'x');
const startBytes = process.memoryUsage().rss;
let counts = { read: 0, refused: 0 };
let failures: { index: number; reason: string }[] = [];
let slowest = 0;

for (let index = Number(from); index < Number(to); index++) {
  const start = performance.now();
  const outcome = tryInput(make(index), folder);
  slowest = Math.max(slowest, performance.now() - start);
  if (outcome.kind === 'failed') failures.push({ index, reason: outcome.reason });
  else counts[outcome.kind]++;
  // What the exploits among the seeds would leave here.
  if (existsSync('ran')) failures.push({ index, reason: 'Code of the file has run.' });
  if ((index + 1) % lineEvery === 0 || index + 1 === Number(to)) {
    const peakBytes = peakMemoryBytes();
    const progress: Progress = { next: index + 1, ...counts, failures, peakBytes, startBytes, slowest };
    writeSync(1, `${JSON.stringify(progress)}\n`);
    counts = { read: 0, refused: 0 };
    failures = [];
    slowest = 0;
    // Node gives back what a failed gunzipSync held when the event loop turns.
    await new Promise(setImmediate);
  }
}

/** That nothing has run means something only where it would have been noticed: processes and code from strings are denied. */
function requireSandbox(): void {
  const attempts = [() => spawnSync('true'), () => new Function('return 1')];
  for (const attempt of attempts) {
    let denied = false;
    try {
      attempt();
    } catch {
      denied = true;
    }
    if (!denied) throw new Error('This process may start processes or compile strings: start it by fuzz.js.');
  }
}
