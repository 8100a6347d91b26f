import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

/** A TypeScript file as one module that plain Node runs, in a temporary folder. */
export async function bundleScript(source: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fast-lncc-script-'));
  const script = path.join(folder, 'script.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, source)],
    outfile: script,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@fast-lncc/source'],
  });
  return { script, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
