import { cpSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { withScratch } from '../cache/scratch.mjs';
import { openCheckoutFolder } from './checkout-folder.mjs';

/**
 * A package that is loaded from the cache: with a native part of ours, and with this checkout's dependencies, so that each
 * of them is there once. Nothing is written into node_modules, where pnpm keeps hard links into its store.
 *
 * @typedef {object} PackageCopy
 * @property {string} installed the folder of the package in node_modules
 * @property {string} folder of the copy
 * @property {ReadonlyMap<string, string>} links what the copy links to, by the place within it
 */

const copiedParts = ['package.json', 'dist'];

/**
 * @param {PackageCopy} copy
 * @param {string} root the cache
 */
export async function makeCopy({ installed, folder, links }, root) {
  openCheckoutFolder(root);
  await withScratch(root, async (scratch) => {
    const fresh = path.join(scratch, 'package');
    for (const name of copiedParts) cpSync(path.join(installed, name), path.join(fresh, name), { recursive: true });
    for (const [place, target] of links) {
      mkdirSync(path.dirname(path.join(fresh, place)), { recursive: true });
      symlinkSync(target, path.join(fresh, place));
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  });
}

/**
 * @param {PackageCopy} copy
 * @returns {boolean} whether it is there, and links to what is to be used.
 */
export function isCopied({ folder, links }) {
  try {
    return [...links].every(([place, target]) => readlinkSync(path.join(folder, place)) === target);
  } catch {
    return false;
  }
}
