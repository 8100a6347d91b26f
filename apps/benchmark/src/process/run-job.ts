import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Job, type JobEvent, type ProviderJob, parseJobEvent } from './job.ts';
import { workerEnvironment } from './worker-environment.ts';

export interface JobOutcome {
  /** Why the job did not finish; absent when it did. */
  readonly failure?: string;
  readonly milliseconds: number;
}

export interface JobExecution {
  /** The script plain Node runs; it reads the job from the first line of its standard input. */
  readonly worker: string;
  readonly onEvent: (event: JobEvent) => void;
  /** Aborting ends the child. */
  readonly signal: AbortSignal;
}

const graceMilliseconds = 2000;
const keptErrorLines = 4;

/**
 * Runs one job in a process of its own and resolves when that process is gone. It never rejects: a child that crashes,
 * is killed or cannot be started is an outcome with a `failure`.
 *
 * The child's standard input stays open while the parent lives, and the child ends when it closes, so a parent that is
 * killed leaves nothing running. Signals that a terminal or a scheduler sends to all processes are the parent's to act on.
 */
export function runJob(job: Job | ProviderJob, { worker, onEvent, signal }: JobExecution): Promise<JobOutcome> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [worker], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: workerEnvironment(job.settings.executionProvider),
    });
    const errorLines: string[] = [];
    let failure: string | undefined;
    let done = false;
    let forced: NodeJS.Timeout | undefined;
    const stop = () => {
      child.stdin.end();
      child.kill('SIGTERM');
      forced = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });

    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = parseJobEvent(line);
      if (event?.type === 'failed') failure = event.message;
      if (event?.type === 'done') done = true;
      if (event) onEvent(event);
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      errorLines.push(line);
      if (errorLines.length > keptErrorLines) errorLines.shift();
    });
    child.stdin.on('error', () => {
      // A child that ends before it has read its job: `close` tells why.
    });
    child.stdin.write(`${JSON.stringify(job)}\n`);
    child.on('error', (error) => {
      failure ??= `the process could not be started: ${error.message}`;
    });
    child.on('close', (code, killer) => {
      clearTimeout(forced);
      signal.removeEventListener('abort', stop);
      if (signal.aborted) failure = 'interrupted';
      else if (failure === undefined && !(done && code === 0)) failure = describeEnd(code, killer, errorLines);
      const milliseconds = performance.now() - start;
      resolve(failure === undefined ? { milliseconds } : { failure, milliseconds });
    });
  });
}

function describeEnd(code: number | null, killer: NodeJS.Signals | null, errorLines: readonly string[]): string {
  const end = killer === null ? `ended with code ${code}` : `was ended by ${killer}`;
  const hint = killer === 'SIGKILL' ? ' (often the system, out of memory: try a smaller --size)' : '';
  const words = errorLines.map((line) => line.trim()).filter((line) => line !== '');
  return `the process ${end}${hint} before it was done${words.length === 0 ? '' : `; its last words: ${words.join(' | ')}`}`;
}
