import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The interpreter that the tests use: the environment's `FAST_LNCC_PYTHON`, or `python3`. */
const python = process.env.FAST_LNCC_PYTHON ?? 'python3';

/** What keeps Python from using modules here, as a sentence; `undefined` when nothing does. */
export function missingFromPython(...modules: readonly string[]): string | undefined {
  const { error, status, stderr } = spawnSync(python, ['-c', `import ${modules.join(', ')}`], { encoding: 'utf8' });
  if (error === undefined && status === 0) return undefined;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  return `${python} cannot import ${modules.join(', ')} (${reason}); pip install them, and name the interpreter in FAST_LNCC_PYTHON.`;
}

/**
 * Runs a script to its end.
 *
 * @returns what it printed.
 * @throws Error with everything it printed, when it fails.
 */
export async function runPython(args: readonly string[], folder: string): Promise<string> {
  const { stdout } = await run(python, args, { cwd: folder, maxBuffer: 1 << 26 });
  return stdout;
}
