import { SetupError } from '../setup-error.mjs';
import { runProcess } from './run-process.mjs';

/**
 * A Python 3 with pip: the one `FAST_LNCC_PYTHON` names, or the one on the PATH. It downloads (pip knows the user's index,
 * proxy and certificates) and unpacks; nothing is installed into it.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} the program.
 * @throws {SetupError} when there is no Python 3, or none with pip.
 */
export async function findPython(environment, signal) {
  const named = environment.FAST_LNCC_PYTHON;
  let withoutPip;
  for (const program of [...(named ? [named] : []), 'python3', 'python']) {
    const major = await answer([program, '-c', 'import sys; print(sys.version_info[0])'], environment, signal);
    if (major !== '3') continue;
    if ((await answer([program, '-m', 'pip', '--version'], environment, signal)) !== undefined) return program;
    withoutPip ??= program;
  }
  if (withoutPip) {
    throw new SetupError(
      `${withoutPip} has no pip, which fetches the library.`,
      'Install it (Debian and Ubuntu: apt install python3-pip), or name another Python with FAST_LNCC_PYTHON.',
    );
  }
  throw new SetupError(
    'There is no Python 3 on the PATH; its pip fetches the library (nothing is installed into it).',
    'Install it (Debian and Ubuntu: apt install python3-pip), or name one with FAST_LNCC_PYTHON.',
  );
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} environment
 * @param {AbortSignal} [signal]
 * @returns {Promise<string | undefined>} what it printed; nothing when it failed or does not exist.
 */
async function answer(command, environment, signal) {
  try {
    const { code, output } = await runProcess(command, { environment, ...(signal && { signal }) });
    return code === 0 ? output.trim() : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
