import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { onTestFinished } from 'vitest';

/** A folder that is removed when the running test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lncc-benchmark-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes bytes as a file of that name in a temporary folder. */
export function temporaryFile(name: string, bytes: Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

export interface NiftiFields {
  readonly dims?: readonly number[];
  readonly datatype?: 2 | 4 | 8 | 16 | 64 | 256 | 512 | 768 | 1024 | 128;
  readonly bigEndian?: boolean;
  readonly slope?: number;
  readonly intercept?: number;
  readonly offset?: number;
  readonly magic?: string;
  /** Three rows of four numbers. */
  readonly sform?: readonly (readonly number[])[];
  readonly gzip?: boolean;
}

/** A single-file NIfTI-1 image, x fastest. */
export function niftiBytes(values: readonly number[], fields: NiftiFields = {}): Uint8Array {
  const { dims = [3, 2, 3, 4], datatype = 16, bigEndian = false, offset = 352, magic = 'n+1\0', sform } = fields;
  const little = !bigEndian;
  const bits = { 2: 8, 4: 16, 8: 32, 16: 32, 64: 64, 256: 8, 512: 16, 768: 32, 1024: 64, 128: 24 }[datatype];
  const view = new DataView(new ArrayBuffer(352 + (values.length * bits) / 8));
  view.setInt32(0, 348, little);
  for (const [index, extent] of dims.entries()) view.setInt16(40 + 2 * index, extent, little);
  view.setInt16(70, datatype, little);
  view.setInt16(72, bits, little);
  view.setFloat32(108, offset, little);
  view.setFloat32(112, fields.slope ?? 0, little);
  view.setFloat32(116, fields.intercept ?? 0, little);
  for (let axis = 0; axis < 4; axis++) view.setFloat32(76 + 4 * axis, 1, little);
  if (sform) {
    view.setInt16(254, 1, little);
    for (const [index, value] of sform.flat().entries()) view.setFloat32(280 + 4 * index, value, little);
  }
  for (let index = 0; index < 4; index++) view.setUint8(344 + index, magic.charCodeAt(index));
  for (const [index, value] of values.entries()) {
    const at = 352 + (index * bits) / 8;
    if (datatype === 2) view.setUint8(at, value);
    else if (datatype === 256) view.setInt8(at, value);
    else if (datatype === 4) view.setInt16(at, value, little);
    else if (datatype === 512) view.setUint16(at, value, little);
    else if (datatype === 8) view.setInt32(at, value, little);
    else if (datatype === 768) view.setUint32(at, value, little);
    else if (datatype === 16) view.setFloat32(at, value, little);
    else if (datatype === 64) view.setFloat64(at, value, little);
    else if (datatype === 1024) view.setBigInt64(at, BigInt(value), little);
  }
  const bytes = new Uint8Array(view.buffer);
  return fields.gzip ? gzipSync(bytes) : bytes;
}

export interface NpyFields {
  readonly shape?: readonly number[];
  readonly type?: '<f4' | '<f8' | '<i2' | '<i8' | '|u1' | '<c8';
  readonly fortran?: boolean;
}

/** A version 1 npy array. */
export function npyBytes(values: readonly number[], fields: NpyFields = {}): Uint8Array {
  const { shape = [2, 3, 4], type = '<f4', fortran = false } = fields;
  const order = fortran ? 'True' : 'False';
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': ${tuple}, }`;
  const header = `${dictionary.padEnd(64 * Math.ceil((dictionary.length + 11) / 64) - 11)}\n`;
  const data = {
    '<f4': () => Float32Array.from(values),
    '<c8': () => Float32Array.from(values),
    '<f8': () => Float64Array.from(values),
    '<i2': () => Int16Array.from(values),
    '<i8': () => BigInt64Array.from(values, BigInt),
    '|u1': () => Uint8Array.from(values),
  }[type]();
  const prefix = Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8);
  return Buffer.concat([prefix, Buffer.from(header, 'latin1'), new Uint8Array(data.buffer)]);
}

export function npzBytes(arrays: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(arrays).map(([key, bytes]) => [`${key}.npy`, bytes])));
}
