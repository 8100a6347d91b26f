import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import type { Shape } from '../data/volume.ts';
export interface Dataset {
  readonly folder: string;
  readonly name: string;
  readonly shape: Shape;
  readonly count: number;
  readonly digest: string;
  readonly description: string;
  readPair(index: number): Promise<{ readonly moving: Float32Array; readonly fixed: Float32Array }>;
  readLabels(index: number): Promise<{ readonly moving: Uint16Array; readonly fixed: Uint16Array } | undefined>;
  readDisplacement(index: number): Promise<Float32Array | undefined>;
}
export function openDataset(folder: string): Dataset {
  let text: string;
  try {
    text = readFileSync(join(folder, 'dataset.json'), 'utf8');
  } catch (cause) {
    throw new InvalidDataError(`${folder} is no dataset`, { cause });
  }
  const d = JSON.parse(text);
  const bytes = async (f: string) => {
    const b = await readFile(join(folder, f));
    return b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength) as ArrayBuffer;
  };
  const img = (id: string) => d.images.find((i: { id: string }) => i.id === id);
  return {
    folder,
    name: d.name,
    shape: d.shape,
    count: d.pairs.length,
    digest: createHash('sha256').update(text).digest('hex'),
    description: d.source,
    readPair: async (i) => ({
      moving: new Float32Array(await bytes(img(d.pairs[i].moving).file)),
      fixed: new Float32Array(await bytes(img(d.pairs[i].fixed).file)),
    }),
    readLabels: async (i) =>
      img(d.pairs[i].moving).labels
        ? {
            moving: new Uint16Array(await bytes(img(d.pairs[i].moving).labels.file)),
            fixed: new Uint16Array(await bytes(img(d.pairs[i].fixed).labels.file)),
          }
        : undefined,
    readDisplacement: async (i) =>
      d.pairs[i].displacement ? new Float32Array(await bytes(d.pairs[i].displacement)) : undefined,
  };
}
