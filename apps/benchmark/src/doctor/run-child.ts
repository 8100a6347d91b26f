import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseJobEvent } from '../process/job.ts';
import type { DoctorEvent } from './job.ts';

/** A process to start, and what it is told. */
export interface Child {
  readonly command: readonly [executable: string, ...args: string[]];
  /** Written to its standard input as one line of JSON. */
  readonly job: unknown;
  readonly environment?: NodeJS.ProcessEnv;
  /** Longer, and the process is ended. */
  readonly timeoutMilliseconds: number;
  /** Aborting ends the child. */
  readonly signal: AbortSignal;
}

export interface ChildOutcome<Event> {
  /** Everything it reported, in order; also of a process that ended badly. */
  readonly events: readonly Event[];
  /** Why it did not finish; absent when it did. */
  readonly failure?: string;
}

const keptErrorLines = 4;

/** Runs a process that may crash or hang, and resolves when it is gone; it never rejects. */
export function runChild<Event = DoctorEvent>(child: Child): Promise<ChildOutcome<Event>> {
  const { command, job, environment = process.env, timeoutMilliseconds, signal } = child;
  const [executable, ...args] = command;
  return new Promise((resolve) => {
    const started = spawn(executable, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
    const events: Event[] = [];
    const errorLines: string[] = [];
    let failure: string | undefined;
    let done = false;
    // A native library that hangs does not answer SIGTERM.
    const stop = () => void started.kill('SIGKILL');
    const timer = setTimeout(() => {
      failure = `did not answer within ${timeoutMilliseconds / 1000} s and was ended`;
      stop();
    }, timeoutMilliseconds);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });

    createInterface({ input: started.stdout }).on('line', (line) => {
      const event = parseJobEvent(line) as { readonly type: string; readonly message?: string } | undefined;
      if (event?.type === 'failed') failure ??= event.message;
      if (event?.type === 'done') done = true;
      if (event) events.push(event as Event);
    });
    createInterface({ input: started.stderr }).on('line', (line) => {
      if (line.trim() !== '') errorLines.push(line.trim());
      if (errorLines.length > keptErrorLines) errorLines.shift();
    });
    started.stdin.on('error', () => {
      // A child that ends before it has read its job: `close` tells why.
    });
    started.stdin.write(`${JSON.stringify(job)}\n`);
    started.on('error', (error) => {
      failure ??= `${executable} cannot be started (${error.message})`;
    });
    started.on('close', (code, killer) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (signal.aborted) failure = 'interrupted';
      else if (!done) failure ??= describeEnd(code, killer, errorLines);
      resolve(failure === undefined ? { events } : { events, failure });
    });
  });
}

/** A process that has said that it is done may still crash while its libraries are unloaded: that is no failure. */
function describeEnd(code: number | null, killer: NodeJS.Signals | null, lastWords: readonly string[]): string {
  const end = killer === null ? `crashed with code ${code}` : `crashed (${killer})`;
  return lastWords.length === 0 ? end : `${end}: ${lastWords.join(' | ')}`;
}
