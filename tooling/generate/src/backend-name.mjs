import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { GenerateError } from './generate-error.mjs';

/** Folders whose members are workspace packages, each with a test project of its name. */
const places = ['packages', 'apps', 'tooling'];

/**
 * Checks the name of a new backend: its folder, its package behind `@fast-lncc/`, and its test project.
 *
 * @param {string} root of the repository
 * @param {string | undefined} name
 * @returns {string} the name.
 * @throws {GenerateError} when it is no package name in kebab-case, or is taken.
 */
export function checkBackendName(root, name) {
  if (name === undefined) throw new GenerateError('The name is missing: npm run generate backend -- --name <name>');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60) {
    throw new GenerateError(
      `'${name}' is no name for a package here: take lowercase letters and digits, words joined by '-', a letter first, at most 60, such as 'my-backend'.`,
    );
  }
  const taken = places.filter((place) => existsSync(path.join(root, place, name)));
  if (taken.length > 0) {
    const names = places.flatMap((place) => readdirSync(path.join(root, place)));
    throw new GenerateError(`${taken[0]}/${name} exists; take a name other than ${names.sort().join(', ')}.`);
  }
  return name;
}
