import { fileURLToPath } from 'node:url';
import { runProcess } from '../process/run-process.mjs';

const script = fileURLToPath(new URL('./load-libraries.mjs', import.meta.url));

/**
 * Which shared libraries the dynamic linker can load, tried in another process: a GPU is not needed for that.
 *
 * @param {readonly string[]} names such as `libcudart.so.12`
 * @param {readonly string[]} folders looked into before the linker's own places
 * @param {{ environment: NodeJS.ProcessEnv, signal: AbortSignal }} tools
 * @returns {Promise<ReadonlyMap<string, string | undefined>>} by name: the first library that is missing for it, if any.
 */
export async function missingFor(names, folders, { environment, signal }) {
  const { output, errors } = await runProcess([process.execPath, script, JSON.stringify({ names, folders })], {
    environment,
    signal,
  });
  const answer = output.trim().split('\n').at(-1);
  if (!answer) throw new Error(`The libraries could not be tried: ${errors.trim()}`);
  return new Map(Object.entries(JSON.parse(answer)).map(([name, missing]) => [name, missing ?? undefined]));
}
