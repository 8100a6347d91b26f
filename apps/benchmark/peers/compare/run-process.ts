import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseJobEvent } from '../../src/process/job.ts';
import type { PeerEvent, PeerJob } from './job.ts';

export interface ProcessOutcome {
  /** Everything the child reported, in order. */
  readonly events: readonly PeerEvent[];
  /** Why the job did not finish; absent when it did. */
  readonly failure?: string;
}

const keptErrorLines = 4;

/**
 * Runs one job in a process of its own and resolves when that process is gone; it never rejects. The child's standard
 * input stays open while this process lives, and the child ends when it closes.
 *
 * @param command the executable and its arguments
 */
export function runProcess(
  [executable, ...args]: readonly [string, ...string[]],
  job: PeerJob,
  signal: AbortSignal,
): Promise<ProcessOutcome> {
  return new Promise((resolve) => {
    const threads = 'threads' in job ? String(job.threads) : '1';
    const environment = { ...process.env, OMP_NUM_THREADS: threads, MKL_NUM_THREADS: threads };
    const child = spawn(executable, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
    const events: PeerEvent[] = [];
    const errorLines: string[] = [];
    let failure: string | undefined;
    const stop = () => void child.kill('SIGKILL');
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });

    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = parseJobEvent(line) as PeerEvent | undefined;
      if (event?.type === 'failed') failure = event.message;
      if (event) events.push(event);
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.trim() !== '') errorLines.push(line.trim());
      if (errorLines.length > keptErrorLines) errorLines.shift();
    });
    child.stdin.on('error', () => {
      // A child that ends before it has read its job: `close` tells why.
    });
    child.stdin.write(`${JSON.stringify(job)}\n`);
    child.on('error', (error) => {
      failure ??= `${executable} cannot be started (${error.message})`;
    });
    child.on('close', (code, killer) => {
      signal.removeEventListener('abort', stop);
      const done = code === 0 && events.some(({ type }) => type === 'done');
      if (signal.aborted) failure = 'interrupted';
      else if (!done) failure ??= describeEnd(code, killer, errorLines);
      resolve(failure === undefined ? { events } : { events, failure });
    });
  });
}

function describeEnd(code: number | null, killer: NodeJS.Signals | null, lastWords: readonly string[]): string {
  const end = killer === null ? `ended with code ${code}` : `was ended by ${killer}`;
  const hint = killer === 'SIGKILL' ? ' (often the system, out of memory: try a smaller --size)' : '';
  return `the process ${end}${hint}${lastWords.length === 0 ? '' : `; its last words: ${lastWords.join(' | ')}`}`;
}
