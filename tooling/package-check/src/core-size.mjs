import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { CheckFailure } from './command.mjs';

/** Bytes. Definitions, checks, program and the float64 reference together. */
const limit = 6000;

/**
 * Bundles everything of the installed core except the presets, as a bundler drops what is not imported.
 *
 * @param {string} folder of the consumer
 * @returns {Promise<string>} the size, in words.
 * @throws {CheckFailure} above the limit.
 */
export async function checkCoreSize(folder) {
  const distribution = path.join(folder, 'node_modules/@fast-lncc/core/dist');
  /** @param {string} file */
  const namesOf = async (file) => Object.keys(await import(pathToFileURL(path.join(distribution, file)).href));
  const presets = new Set(['presets', ...(await namesOf('presets/index.js'))]);
  const names = (await namesOf('index.js')).filter((name) => !presets.has(name));
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names.join(', ')} } from '@fast-lncc/core';`, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
  });
  const size = gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length;
  const text = `${size} bytes gzipped without presets (limit ${limit})`;
  if (size > limit) throw new CheckFailure(`@fast-lncc/core is ${text}`);
  return text;
}
