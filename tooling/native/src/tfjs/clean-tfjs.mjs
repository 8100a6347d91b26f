import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { folderBytes } from '../cache/folder-bytes.mjs';
import { inCache } from '../workshop.mjs';

const own = /^(tensorflow(-cpu)?|tfjs-node(-gpu)?)-\d|^downloads$/;

/**
 * Removes everything this set-up has put into the cache, for all checkouts, and half-finished downloads.
 *
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<{ root: string, bytes: number }>}
 */
export function cleanTfjs(tools) {
  return inCache(tools, async ({ root }) => {
    const before = folderBytes(root);
    for (const folder of [root, ...checkoutsIn(root)]) {
      for (const name of readdirSync(folder)) {
        if (own.test(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
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
