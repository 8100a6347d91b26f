import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { createPhantom } from '../src/data/phantom.ts';
import type { Shape } from '../src/data/volume.ts';

/** A kind of file, and how it is written from an image in C order. */
interface Kind {
  readonly name: string;
  readonly file: string;
  readonly bytes: (image: Float32Array, labels: Uint16Array, shape: Shape) => Uint8Array;
}

const little = (values: ArrayBufferView) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** The files that are timed. */
export const kinds: readonly Kind[] = [
  {
    name: 'pickle, float32 + uint16, protocol 4',
    file: 'protocol4.pkl',
    bytes: (image, labels, shape) =>
      pickle([part(little(image), 'f4', shape, blob), part(little(labels), 'u2', shape, blob)]),
  },
  {
    name: 'pickle, float32 + uint16, protocol 2',
    file: 'protocol2.pkl',
    bytes: (image, labels, shape) =>
      pickle([part(little(image), 'f4', shape, text), part(little(labels), 'u2', shape, text)]),
  },
  { name: '.nii, float32', file: 'f32.nii', bytes: (image, _, shape) => nifti(image, 16, shape) },
  {
    name: '.nii, int16 with a slope',
    file: 'i16.nii',
    bytes: (image, _, shape) => nifti(inThousandths(image), 4, shape),
  },
  { name: '.nii.gz, float32', file: 'f32.nii.gz', bytes: (image, _, shape) => gzipSync(nifti(image, 16, shape)) },
  {
    name: '.nii.gz, int16 with a slope',
    file: 'i16.nii.gz',
    bytes: (image, _, shape) => gzipSync(nifti(inThousandths(image), 4, shape)),
  },
  { name: '.npy, float32', file: 'f32.npy', bytes: (image, _, shape) => npy(little(image), '<f4', shape) },
  {
    name: '.npy, float32, big-endian, Fortran order',
    file: 'f4-big.npy',
    bytes: (image, _, shape) => npy(little(image).swap32(), '>f4', shape, true),
  },
  {
    name: '.npz, float64 + float64, deflated',
    file: 'f64.npz',
    bytes: (image, labels, shape) => npz(Float64Array.from(image), Float64Array.from(labels), 'f8', 'f8', shape, true),
  },
  {
    name: '.npz, float32 + uint16, stored',
    file: 'f32.npz',
    bytes: (image, labels, shape) => npz(image, labels, 'f4', 'u2', shape, false),
  },
];

/** Writes one file of each kind into the folder: the phantom, and labels of five intensities. */
export function writeFiles(folder: string, shape: Shape): void {
  const { fixed } = createPhantom(shape, 1);
  const labels = Uint16Array.from(fixed, (value) => Math.round(4 * value));
  for (const { file, bytes } of kinds)
    writeFileSync(join(folder, file), bytes(Float32Array.from(fixed), labels, shape));
}

function inThousandths(image: Float32Array): Int16Array {
  return Int16Array.from(image, (value) => Math.round(1000 * value));
}

/** The values as they are, under a header that says x is the fastest axis. */
function nifti(values: Float32Array | Int16Array, datatype: number, shape: Shape): Buffer {
  const header = Buffer.alloc(352);
  header.writeInt32LE(348, 0);
  for (const [index, extent] of [3, ...shape, 1, 1, 1, 1].entries()) header.writeInt16LE(extent, 40 + 2 * index);
  header.writeInt16LE(datatype, 70);
  header.writeFloatLE(352, 108);
  header.writeFloatLE(datatype === 4 ? 0.001 : 1, 112);
  header.write('n+1\0', 344);
  return Buffer.concat([header, little(values)]);
}

function npy(numbers: Buffer, type: string, shape: Shape, fortran = false): Buffer {
  const order = fortran ? 'True' : 'False';
  const header = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${shape.join(', ')}), }`.padEnd(117);
  return Buffer.concat([Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}\n`, 'latin1'), numbers]);
}

function npz(
  vol: ArrayBufferView,
  seg: ArrayBufferView,
  typeOfVol: string,
  typeOfSeg: string,
  shape: Shape,
  deflated: boolean,
): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, values, type] of [
    ['vol.npy', vol, typeOfVol],
    ['seg.npy', seg, typeOfSeg],
  ] as const) {
    const content = npy(little(values), `<${type}`, shape);
    const data = deflated ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(deflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\0\0'), common, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(2, 8);
  end.writeUInt16LE(2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

function pickle(parts: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.of(0x80, 4), ...parts, Buffer.from([0x86, 0x2e])]);
}

/** One array, as NumPy 2 writes it. */
function part(numbers: Buffer, type: string, shape: Shape, write: (numbers: Buffer) => Buffer): Buffer {
  const before = `cnumpy._core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R(K\x01`;
  const extents = `${shape.map((extent) => `K${String.fromCharCode(extent)}`).join('')}\x87`;
  const dtype = `cnumpy\ndtype\n\x8c\x02${type}\x89\x88\x87R(K\x03\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89`;
  const [start, end] = [before + extents + dtype, 'tb'].map((codes) => Buffer.from(codes, 'latin1'));
  return Buffer.concat([start!, write(numbers), end!]);
}

function blob(numbers: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(numbers.length));
  return Buffer.concat([Buffer.of(0x8e), length, numbers]);
}

/** Bytes as the text that protocol 2 makes of them. */
function text(numbers: Buffer): Buffer {
  const characters = Buffer.from(numbers.toString('latin1'), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(characters.length);
  const encode = Buffer.from('c_codecs\nencode\nX');
  return Buffer.concat([encode, length, characters, Buffer.from('\x8c\x06latin1\x86R', 'latin1')]);
}
