import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Wheel } from '../../src/wheels/wheel.mjs';

/** Lets a folder pass for one that a wheel was unpacked into, with small files of any content. */
export function pretendUnpacked(wheel: Wheel, folder: string, names: readonly string[]): void {
  const files: Record<string, number> = {};
  for (const name of names) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `stands for ${name}`);
    files[name] = statSync(file).size;
  }
  mkdirSync(path.join(folder, '.unpacked'), { recursive: true });
  writeFileSync(path.join(folder, '.unpacked', `${wheel.file}.json`), JSON.stringify({ sha256: wheel.sha256, files }));
}
