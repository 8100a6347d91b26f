import { cpSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { withScratch } from '../scratch.mjs';
import { bindingPath } from './layout.mjs';
import { neighborsOf } from './neighbors.mjs';

/**
 * Copies the npm package into the cache, with its binding, and with this checkout's dependencies. Nothing is written into
 * node_modules, where pnpm keeps hard links into its store.
 *
 * @param {import('./layout.mjs').TfjsLayout} layout
 */
export async function copyPackage({ root, installed, copy, binding }) {
  await withScratch(root, async (scratch) => {
    const fresh = path.join(scratch, 'package');
    for (const name of ['package.json', 'dist']) {
      cpSync(path.join(installed, name), path.join(fresh, name), { recursive: true });
    }
    for (const [name, folder] of neighborsOf(installed)) link(folder, path.join(fresh, 'node_modules', name));
    link(path.relative(path.dirname(path.join(copy, bindingPath)), binding), path.join(fresh, bindingPath));
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(path.dirname(copy), { recursive: true });
    renameSync(fresh, copy);
  });
}

/**
 * @param {import('./layout.mjs').TfjsLayout} layout
 * @returns {boolean} whether the copy is there, and imports what this checkout has installed.
 */
export function isCopied({ copy, installed }) {
  try {
    return [...neighborsOf(installed)].every(
      ([name, folder]) => readlinkSync(path.join(copy, 'node_modules', name)) === folder,
    );
  } catch {
    return false;
  }
}

/** @param {string} target @param {string} place */
function link(target, place) {
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(target, place);
}
