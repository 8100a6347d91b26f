import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { type Choose, chooseFor } from './choose.ts';
import { mutate } from './mutate.ts';
import { randomPickle } from './random-pickle.ts';
import { randomTable } from './random-table.ts';

/** One file to read. */
export interface FuzzInput {
  readonly file: string;
  readonly bytes: Buffer;
}

const golden = join(import.meta.dirname, '../test/readers/golden');

interface Seed {
  readonly file?: string;
  readonly hex: string;
}

function seeds(...names: readonly string[]): Seed[] {
  return names.flatMap((name) => {
    const lines = gunzipSync(readFileSync(join(golden, `${name}.jsonl.gz`)))
      .toString()
      .trimEnd()
      .split('\n');
    return lines.map((line) => JSON.parse(line) as Seed);
  });
}

const bytesOf = (list: readonly Seed[]) => list.map(({ hex }) => Buffer.from(hex, 'hex'));

function pickles(): (choose: Choose) => FuzzInput {
  const originals = bytesOf(seeds('pickles-numpy1', 'pickles-numpy2', 'exploits'));
  return (choose) => {
    const bytes = choose.chance(0.3) ? randomPickle(choose) : mutate(choose.one(originals), choose, originals);
    return { file: 'input.pkl', bytes };
  };
}

/** Mutated as they are, or, where they are gzipped, also before. */
function niftis(): (choose: Choose) => FuzzInput {
  const files = bytesOf(seeds('niftis'));
  const plain = files.map((bytes) => (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes));
  const packed = files.filter((bytes) => bytes[0] === 0x1f);
  return (choose) => {
    const inner = choose.chance(0.8);
    const mutated = inner ? mutate(choose.one(plain), choose, plain) : mutate(choose.one(packed), choose, packed);
    const gzip = inner && choose.chance(0.4);
    return { file: gzip ? 'input.nii.gz' : 'input.nii', bytes: gzip ? gzipSync(mutated) : mutated };
  };
}

function npys(): (choose: Choose) => FuzzInput {
  const originals = bytesOf(seeds('numpys').filter(({ file }) => file === 'scan.npy'));
  return (choose) => ({ file: 'input.npy', bytes: mutate(choose.one(originals), choose, originals) });
}

/** Mutated archives, and archives that are whole, with a mutated array and its true checksum. */
function npzs(): (choose: Choose) => FuzzInput {
  const arrays = bytesOf(seeds('numpys').filter(({ file }) => file === 'scan.npy'));
  const archives = bytesOf(seeds('numpys').filter(({ file }) => file === 'scan.npz'));
  return (choose) => {
    if (choose.chance(0.4)) return { file: 'input.npz', bytes: mutate(choose.one(archives), choose, archives) };
    const archive = zip(mutate(choose.one(arrays), choose, arrays), choose);
    return { file: 'input.npz', bytes: choose.chance(0.3) ? mutate(archive, choose, archives) : archive };
  };
}

/** An archive of one file, whose length may be a lie. */
function zip(content: Buffer, choose: Choose): Buffer {
  const name = Buffer.from(choose.one(['vol.npy', 'seg.npy', 'a']));
  const deflated = choose.chance(0.5);
  const data = deflated ? deflateRawSync(content) : content;
  const length = choose.chance(0.1)
    ? choose.one([0, 1, content.length - 1, content.length + 1, 2 ** 32 - 1])
    : content.length;
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(deflated ? 8 : 0, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(Math.max(0, length), 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, data]);
  const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

function tables(): (choose: Choose) => FuzzInput {
  const originals = [
    'moving,fixed\ninput.nii,input.nii\n',
    'fixed,moving,moving_labels,fixed_labels\r\n"a, b.nii",b.pkl,,\r\n',
    '\uFEFFmoving,fixed\n"a ""b"".nii",c.npz\n',
  ].map((text) => Buffer.from(text));
  return (choose) => {
    const bytes = choose.chance(0.5) ? randomTable(choose) : mutate(choose.one(originals), choose, originals);
    return { file: 'input.csv', bytes };
  };
}

/** The kinds of input, by the reader they are for. */
export const inputs = { pickle: pickles, nifti: niftis, npy: npys, npz: npzs, table: tables } as const;

export type ReaderName = keyof typeof inputs;

/** The inputs of a reader: the same for the same seed and index. */
export function inputsOf(reader: ReaderName, seed: number): (index: number) => FuzzInput {
  const make = inputs[reader]();
  return (index) => make(chooseFor(seed, index));
}
