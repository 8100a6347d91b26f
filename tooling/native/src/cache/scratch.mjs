import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const marker = '.partial-';

/**
 * Lets `work` fill a folder of its own, beside everything else in the cache so that results can be renamed into place,
 * and removes what is left of it in the end, whichever end that is.
 *
 * @template Result
 * @param {string} root the cache
 * @param {(folder: string) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withScratch(root, work) {
  const folder = path.join(root, `${marker}${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Removes what processes that were killed have left. Only under the lock.
 *
 * @param {string} root
 */
export function sweepScratch(root) {
  for (const name of readdirSync(root)) {
    if (name.startsWith(marker)) rmSync(path.join(root, name), { recursive: true, force: true });
  }
}
