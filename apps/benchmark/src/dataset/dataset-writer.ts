import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shape } from '../data/volume.ts';
export async function createDatasetWriter(folder: string, about: { name: string; source: string; shape: Shape }) {
  mkdirSync(folder, { recursive: true });
  const images: object[] = [];
  const pairs: object[] = [];
  return {
    async addImage({ id, image, labels }: { id: string; image: Float32Array; labels?: Uint16Array | undefined }) {
      writeFileSync(join(folder, `${id}.f32`), image);
      if (labels) writeFileSync(join(folder, `${id}.labels.u16`), labels);
      images.push({ id, file: `${id}.f32`, ...(labels && { labels: { file: `${id}.labels.u16` } }) });
    },
    async addPair({ moving, fixed, displacement }: { moving: string; fixed: string; displacement?: Float32Array }) {
      const f = `${moving}-${fixed}.f32`;
      if (displacement) writeFileSync(join(folder, f), displacement);
      pairs.push({ moving, fixed, ...(displacement && { displacement: f }) });
    },
    async finish() {
      writeFileSync(join(folder, 'dataset.json'), JSON.stringify({ ...about, images, pairs }));
    },
  };
}
