import { fileURLToPath } from 'node:url';
import { runProcess } from '../process/run-process.mjs';

const script = fileURLToPath(new URL('./smoke.mjs', import.meta.url));

/**
 * Loads the set-up in another process and lets it compute a convolution.
 *
 * @param {{ gpu: boolean, environment: NodeJS.ProcessEnv, signal: AbortSignal }} options
 * @returns {Promise<{ tensorflow: string, usesGpu: boolean } | { failure: string }>} what answered, or why nothing did.
 */
export async function smokeTest({ gpu, environment, signal }) {
  const { code, killer, output, errors } = await runProcess([process.execPath, script, ...(gpu ? ['--gpu'] : [])], {
    environment,
    signal,
  });
  if (code === 0) {
    // Native libraries may print, too: the answer is the last line.
    return JSON.parse(output.trim().split('\n').at(-1) ?? '');
  }
  const words = errors.split('\n').find((line) => /^\w*Error: /.test(line)) ?? errors.trim();
  return { failure: `${killer ? `ended by ${killer}` : `exit code ${code}`}: ${words}` };
}
