import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MissingRuntimeError } from '@fast-lncc/core';

/** What is served, by path; nothing else on the disk can be asked for. */
export type ServedFiles = ReadonlyMap<string, ServedFile>;

interface ServedFile {
  readonly type: string;
  readonly content: string | Uint8Array;
}

const entry = 'page.js';

/**
 * The page and the built modules of a folder.
 *
 * @throws MissingRuntimeError where the page is not built.
 */
export function readServedFiles(folder: string, page: string): ServedFiles {
  const names = modulesIn(folder);
  if (!names.includes(entry)) {
    throw new MissingRuntimeError(
      `The page is not built: ${join(folder, entry)} is missing. Run "npm run build" first.`,
    );
  }
  const files = new Map<string, ServedFile>([['/', { type: 'text/html; charset=utf-8', content: page }]]);
  for (const name of names) {
    files.set(`/${name}`, { type: 'text/javascript; charset=utf-8', content: readFileSync(join(folder, name)) });
  }
  return files;
}

function modulesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.js'));
  } catch {
    return [];
  }
}
