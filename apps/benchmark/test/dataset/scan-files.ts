import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { niftiBytes, npyBytes, npzBytes } from '../files.ts';

export const extent = 16;
const shape = [extent, extent, extent] as const;
export const voxels = extent ** 3;

/** The values of `value(d, h, w)` in C order. */
export function filled(value: (d: number, h: number, w: number) => number): number[] {
  return Array.from({ length: voxels }, (_, index) =>
    value(Math.floor(index / extent ** 2), Math.floor(index / extent) % extent, index % extent),
  );
}

/** An image within [0, 1] without symmetries, and labels of three FreeSurfer structures that follow it. */
export const image = filled((d, h, w) => Math.fround((d + 2 * h + 4 * w) / 128));
export const labels = image.map((value) => [0, 2, 41, 10][Math.floor(value * 4.2)]!);

export function scanNpz(values: readonly number[] = image, ids: readonly number[] = labels): Uint8Array {
  return npzBytes({ vol: npyBytes(values, { shape }), seg: npyBytes(ids, { shape, type: '<i2' }) });
}

/** NIfTI stores x fastest. */
export function scanNifti(values: readonly number[], sform: readonly (readonly number[])[], datatype: 4 | 16 = 16) {
  const stored = filled((d, h, w) => values[(w * extent + h) * extent + d]!);
  return niftiBytes(stored, { dims: [3, ...shape], datatype, sform });
}

/** As `pickle.dump((image, labels), file, protocol=2)` writes arrays of float32 and int16. */
export function scanPickle(values: readonly number[] = image, ids: readonly number[] = labels): Uint8Array {
  const array = (type: string, bytes: Uint8Array) =>
    Buffer.concat([
      Buffer.from('cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R', 'latin1'),
      Buffer.from(`(K\x01K\x10K\x10K\x10\x87cnumpy\ndtype\nX\x02\x00\x00\x00${type}K\x00K\x01\x87R`, 'latin1'),
      Buffer.from('(K\x03X\x01\x00\x00\x00<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89B', 'latin1'),
      Buffer.from(Uint32Array.of(bytes.length).buffer),
      bytes,
      Buffer.from('tb'),
    ]);
  return Buffer.concat([
    Buffer.from('\x80\x02', 'latin1'),
    array('f4', new Uint8Array(Float32Array.from(values).buffer)),
    array('i2', new Uint8Array(Int16Array.from(ids).buffer)),
    Buffer.from('\x86.', 'latin1'),
  ]);
}

export function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
  }
}
