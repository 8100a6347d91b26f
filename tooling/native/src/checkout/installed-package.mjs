import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of a package as this checkout has installed it. Found by walking up, as Node does: a package's entry may not
 * load, and its exports may hide its manifest.
 *
 * @param {string} name
 * @param {string} [importer] a folder; default: this tool's
 * @returns {string} the real path.
 */
export function installedFolder(name, importer = fileURLToPath(new URL('.', import.meta.url))) {
  for (let folder = importer; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === path.dirname(folder)) {
      throw new Error(`${name} is not installed for ${importer}: run \`npm run build\` in the repository.`);
    }
  }
}

/** @param {string} folder @returns {{ version: string, dependencies?: Record<string, string> }} */
export const manifestOf = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/**
 * The folders of what a package depends on, by name.
 *
 * @param {string} folder of the package
 * @returns {Map<string, string>}
 */
export function dependencyFolders(folder) {
  const names = Object.keys(manifestOf(folder).dependencies ?? {});
  return new Map(names.map((name) => [name, installedFolder(name, folder)]));
}
