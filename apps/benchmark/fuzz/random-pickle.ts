import { opcodes } from '../src/data/pickle/opcodes.ts';
import type { Choose } from './choose.ts';

const globals = [
  'numpy.core.multiarray _reconstruct',
  'numpy._core.multiarray _reconstruct',
  'numpy._core.numeric _frombuffer',
  'numpy ndarray',
  'numpy dtype',
  '_codecs encode',
  'os system',
  'builtins eval',
  'subprocess Popen',
  'copyreg _reconstructor',
  '__proto__ constructor',
];
const words = ['f4', 'O8', '<', '>', 'latin1', 'C', 'F', 'K', 'numpy', 'dtype', '__proto__', 'constructor', ''];
const names = Object.entries(opcodes).map(([code, name]) => ({ code: Number(code), name }));
/** Drawn more often than their share, or hardly any sequence would get beyond its first opcodes. */
const frequent = names.filter(({ name }) =>
  /MARK|TUPLE|BININT1|SHORT_BIN|GLOBAL|REDUCE|BUILD|LIST|NONE|NEW|GET|MEMO/.test(name),
);

/** A sequence of opcodes with arguments that mostly fit them. */
export function randomPickle(choose: Choose): Buffer {
  const parts: Buffer[] = [Buffer.of(0x80, 2 + choose.below(4))];
  for (let count = 1 + choose.below(60); count > 0; count--) {
    const { code, name } = choose.one(choose.chance(0.8) ? frequent : names);
    parts.push(Buffer.of(code), argument(name, choose));
  }
  if (choose.chance(0.9)) parts.push(Buffer.from('.'));
  return Buffer.concat(parts);
}

function argument(name: string, choose: Choose): Buffer {
  const lie = choose.chance(0.05) ? choose.below(2 ** 31) : 0;
  const text = Buffer.from(choose.one(words));
  const bytes = Buffer.alloc(choose.one([0, 1, 4, 8, 32]), choose.below(256));
  if (/^(GLOBAL|INST)$/.test(name)) return Buffer.from(`${choose.one(globals).replace(' ', '\n')}\n`);
  if (/^(INT|LONG|FLOAT|STRING|UNICODE|PERSID|PUT|GET)$/.test(name)) return Buffer.from(`${choose.below(9)}\n`);
  if (/^(BININT1|BINPUT|BINGET|EXT1|PROTO)$/.test(name)) return Buffer.of(choose.below(8));
  if (/^(BININT2|EXT2)$/.test(name)) return number(2, choose.below(70000));
  if (/^(BININT|LONG_BINPUT|LONG_BINGET|EXT4)$/.test(name)) return number(4, choose.one([0, 1, 4, -1, 2 ** 31 - 1]));
  if (name === 'BINFLOAT' || name === 'FRAME') return number(8, choose.below(64));
  if (name === 'SHORT_BINUNICODE') return Buffer.concat([number(1, text.length), text]);
  if (/^(BINUNICODE|BINSTRING)$/.test(name)) return Buffer.concat([number(4, text.length + lie), text]);
  if (name === 'BINUNICODE8') return Buffer.concat([number(8, text.length + lie), text]);
  if (/^(SHORT_BINBYTES|SHORT_BINSTRING|LONG1)$/.test(name)) return Buffer.concat([number(1, bytes.length), bytes]);
  if (/^(BINBYTES|LONG4)$/.test(name)) return Buffer.concat([number(4, bytes.length + lie), bytes]);
  if (/^(BINBYTES8|BYTEARRAY8)$/.test(name)) return Buffer.concat([number(8, bytes.length + lie), bytes]);
  return Buffer.alloc(0);
}

function number(size: number, value: number): Buffer {
  const result = Buffer.alloc(8);
  result.writeBigInt64LE(BigInt(value));
  return result.subarray(0, size);
}
