import { fileURLToPath } from 'node:url';
import { runProcess } from '../process/run-process.mjs';
import { SetupError } from '../setup-error.mjs';
import { cudaEnvironment } from './load-onnxruntime-cuda.mjs';

const script = fileURLToPath(new URL('./smoke.mjs', import.meta.url));

/**
 * Runs a session on the processor with the runtime in the cache, and tries to start one on CUDA, in another process.
 *
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<{ library: string, cuda: string }>} the runtime that was loaded; `starts`, or why CUDA does not.
 * @throws {SetupError} when the session on the processor fails.
 */
export async function smokeTest({ environment, signal }) {
  const { code, killer, output, errors } = await runProcess([process.execPath, script], {
    environment: cudaEnvironment(environment),
    signal,
  });
  if (code === 0) return JSON.parse(output.trim().split('\n').at(-1) ?? '');
  const words = errors.split('\n').find((line) => /^\w*Error: /.test(line)) ?? errors.trim();
  throw new SetupError(
    `onnxruntime-node is set up, but does not work: ${killer ? `ended by ${killer}` : `exit code ${code}`}: ${words}`,
    'Start from nothing: `npm run setup:onnxruntime -- --clean`, then `npm run setup:onnxruntime -- --cuda`.',
  );
}
