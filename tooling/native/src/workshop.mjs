import { withCacheLock } from './cache/cache-lock.mjs';
import { cacheRoot } from './cache/cache-root.mjs';
import { makeFolder } from './cache/make-folder.mjs';
import { sweepScratch } from './cache/scratch.mjs';
import { findPython } from './process/python.mjs';

/**
 * What a command is run with.
 *
 * @typedef {object} Tools
 * @property {NodeJS.ProcessEnv} environment
 * @property {import('./process/voice.mjs').Voice} voice
 * @property {AbortSignal} signal
 */

/**
 * What everything that works in the cache is given.
 *
 * @typedef {Tools & { root: string, python: () => Promise<string> }} Workshop `root` is the cache
 */

/**
 * Does some work in the cache, alone and after what killed processes have left is gone.
 *
 * @template Result
 * @param {Tools} tools
 * @param {(workshop: Workshop) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function inCache(tools, work) {
  const { environment, signal, voice } = tools;
  const root = cacheRoot(environment);
  makeFolder(root);
  /** @type {Promise<string> | undefined} */
  let found;
  const python = () => {
    found ??= findPython(environment, signal);
    return found;
  };
  const lockedWork = () => {
    sweepScratch(root);
    return work({ ...tools, root, python });
  };
  return withCacheLock(root, lockedWork, {
    signal,
    onWait: (holder) => voice.say(`waiting for ${holder}, which works in ${root}`),
  });
}
