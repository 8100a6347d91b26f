import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { readMeasurements } from '../src/results/measurement-log.ts';
import { runFolderAt } from '../src/results/run-folder.ts';
import { temporaryFolder } from './files.ts';

/** The built command line. */
export const built = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/**
 * Runs it under plain Node in a temporary folder, where its results are watched.
 *
 * @param fileKibibytes largest size of a file that it may write: what lies beyond fails as on a full disk.
 */
export function start(
  args: readonly string[],
  { script = built, environment = {}, fileKibibytes = 0, folder = temporaryFolder() } = {},
) {
  const command = [process.execPath, script, ...args];
  const limited = ['sh', '-c', `ulimit -f ${fileKibibytes * 2}; exec "$@"`, 'sh', ...command];
  const [program, ...parameters] = fileKibibytes > 0 ? limited : command;
  const started = spawn(program!, parameters, {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void started.kill('SIGKILL'));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    started.on('close', (code, signal) => resolve({ code, signal }));
  });
  return { child: watch(started, folder), ended };
}

function watch(started: ChildProcess, folder: string) {
  let output = '';
  let errors = '';
  started.stdout!.on('data', (chunk) => {
    output += chunk;
  });
  started.stderr!.on('data', (chunk) => {
    errors += chunk;
  });
  const results = join(folder, 'results');
  const runs = () => (existsSync(results) ? readdirSync(results) : []);
  const runFolder = () => runFolderAt(join(results, runs()[0]!));
  const measured = (kind: string) =>
    runs().length === 0
      ? 0
      : readMeasurements(runFolder().measurements).measurements.filter((entry) => entry.kind === kind).length;
  return { process: started, folder, output: () => output, errors: () => errors, runFolder, measured };
}

export async function until(condition: () => boolean): Promise<void> {
  const limit = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > limit) throw new Error('The awaited condition did not come true within 30 s.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The process's only child, where the kernel lists children. */
export function childOf(parent: number): number | undefined {
  const list = `/proc/${parent}/task/${parent}/children`;
  const child = existsSync(list) ? Number.parseInt(readFileSync(list, 'utf8'), 10) : Number.NaN;
  return Number.isNaN(child) ? undefined : child;
}

export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return !readFileSync(`/proc/${id}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
