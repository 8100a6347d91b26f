import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkBackendName } from './backend-name.mjs';

const templates = fileURLToPath(new URL('../templates/backend', import.meta.url));

/** What stands for the name in the templates. */
const placeholder = 'backend-name';

/**
 * Writes `packages/<name>` from the templates. Its version is that of core: all packages are released together.
 *
 * @param {string} root of the repository
 * @param {string | undefined} givenName
 * @returns {string} the folder.
 * @throws {GenerateError} when the name cannot be used; then nothing is written.
 */
export function generateBackend(root, givenName) {
  const name = checkBackendName(root, givenName);
  const folder = path.join(root, 'packages', name);
  const { version } = JSON.parse(readFileSync(path.join(root, 'packages/core/package.json'), 'utf8'));
  for (const entry of readdirSync(templates, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = path.join(entry.parentPath, entry.name);
    const target = path.join(folder, path.relative(templates, source));
    const text = readFileSync(source, 'utf8').replaceAll(placeholder, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, entry.name === 'package.json' ? withVersion(text, version) : text);
  }
  return folder;
}

/** @param {string} manifest @param {string} version */
const withVersion = (manifest, version) => `${JSON.stringify({ ...JSON.parse(manifest), version }, null, 2)}\n`;
