import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inCache } from '../workshop.mjs';
import { folderBytes } from './folder-bytes.mjs';

/**
 * Removes what a set-up has put into the cache, for all checkouts, and downloads that were not finished.
 *
 * @param {RegExp} own which names are its own
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<{ root: string, bytes: number }>}
 */
export function cleanCache(own, tools) {
  return inCache(tools, async ({ root }) => {
    const before = folderBytes(root);
    for (const folder of [root, ...checkoutsIn(root)]) {
      for (const name of readdirSync(folder)) {
        if (own.test(name) || name === 'downloads') rmSync(path.join(folder, name), { recursive: true, force: true });
      }
    }
    return { root, bytes: before - folderBytes(root) };
  });
}

/** @param {string} root @returns {string[]} */
function checkoutsIn(root) {
  const folder = path.join(root, 'checkouts');
  try {
    return readdirSync(folder).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}
