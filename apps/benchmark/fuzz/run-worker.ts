import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ReaderName } from './inputs.ts';
import type { Progress } from './worker.ts';

export interface Range {
  readonly reader: ReaderName;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/** What no input may exceed: the seconds without a sign of life, and the growth of the process. */
export const bounds = { seconds: 5, growthBytes: 256 * 2 ** 20 } as const;

/**
 * Tries a range of inputs in a child process that cannot start processes, cannot compile code from strings and can write
 * only into the folder, with a heap of 256 MiB.
 *
 * @returns where it ended: at `to`, or at the block that hung or killed it, and why.
 */
export function runWorker(
  range: Range,
  folder: string,
  onProgress: (progress: Progress) => void,
): Promise<{ readonly next: number; readonly problem?: string }> {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const flags = [
    '--no-warnings',
    '--max-old-space-size=256',
    '--disallow-code-generation-from-strings',
    permission,
    '--allow-fs-read=*',
    `--allow-fs-write=${folder}/*`,
  ];
  const { reader, seed, from, to } = range;
  const worker = new URL('./fuzz-worker.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [...flags, worker, reader, String(seed), String(from), String(to), folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let next = from;
  let problem: string | undefined;
  let complaints = '';
  child.stderr.on('data', (data) => {
    complaints = (complaints + data).slice(-2000);
  });
  const give = (reason: string) => {
    problem ??= reason;
    child.kill('SIGKILL');
  };
  let timer = setTimeout(() => give('no sign of life'), 60_000);
  createInterface({ input: child.stdout }).on('line', (line) => {
    clearTimeout(timer);
    const progress = JSON.parse(line) as Progress;
    next = progress.next;
    onProgress(progress);
    if (progress.peakBytes - progress.startBytes > bounds.growthBytes) give(`it grew to ${progress.peakBytes} bytes`);
    timer = setTimeout(() => give(`no sign of life for ${bounds.seconds} s`), bounds.seconds * 1000);
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (next < to) problem ??= `it ended with ${signal ?? code}: ${complaints}`;
      resolve(problem === undefined ? { next } : { next, problem });
    });
  });
}
