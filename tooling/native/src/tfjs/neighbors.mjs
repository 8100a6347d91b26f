import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The folders of the packages that TensorFlow.js for Node imports, by name, as this checkout has installed them: a copy that
 * imports these shares one `@tensorflow/tfjs-core` with the checkout.
 *
 * @param {string} installed the folder of the npm package
 * @returns {ReadonlyMap<string, string>}
 */
export function neighborsOf(installed) {
  const { dependencies } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'));
  const neighbors = new Map(Object.keys(dependencies).map((name) => [name, folderOf(name, installed)]));
  // One of its files imports tfjs-core, which it does not declare: the one that its tfjs is built on.
  neighbors.set(
    '@tensorflow/tfjs-core',
    folderOf('@tensorflow/tfjs-core', neighbors.get('@tensorflow/tfjs') ?? installed),
  );
  return neighbors;
}

/**
 * @param {string} name
 * @param {string} importer
 * @returns {string}
 */
function folderOf(name, importer) {
  for (let folder = importer; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === path.dirname(folder)) throw new Error(`${name} is not installed beside ${importer}.`);
  }
}
