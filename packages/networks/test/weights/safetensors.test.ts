import { InvalidDataError, ShapeMismatchError } from '@fast-lncc/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../src/weights/index.ts';
import { bytesOf, fileOf } from './files.ts';

const pair = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

describe('a safetensors file', () => {
  test('comes back bit for bit, with names, shapes, order and metadata', () => {
    const special = new Uint32Array([0x7fc01234, 0xffa00001, 0x80000000, 0x00000001, 0x7f800000, 0xff7fffff]);
    const odd = new Float32Array(new Uint8Array(20).buffer, 4, 3);
    odd.set([1, 2, 3]);
    const tensors = {
      'z.weight': { shape: [2, 3], data: new Float32Array(special.buffer) },
      'ä "b"\n': { shape: [], data: Float32Array.of(Math.PI) },
      __proto__x: { shape: [3, 0], data: new Float32Array() },
      a: { shape: [3], data: odd },
    };
    const file = writeSafetensors(tensors, { note: 'größer' });
    const { tensors: read, metadata } = readSafetensors(file);
    expect(metadata).toEqual({ note: 'größer' });
    expect(Object.keys(read)).toEqual(Object.keys(tensors));
    for (const [name, { shape, data }] of Object.entries(tensors)) {
      expect(read[name]).toEqual({ dtype: 'F32', shape, bytes: bytesOf(data) });
    }
    // The data starts where a reader can map it.
    expect(new DataView(file.buffer).getBigUint64(0, true) % 8n).toBe(0n);
  });

  test('is found inside a larger buffer', () => {
    const file = writeSafetensors({ a: { shape: [2], data: Float32Array.of(1, 2) } });
    const larger = new Uint8Array(file.length + 5);
    larger.set(file, 3);
    const { tensors } = readSafetensors(larger.subarray(3, 3 + file.length));
    expect(tensors.a?.bytes).toEqual(bytesOf(Float32Array.of(1, 2)));
  });

  test('cut anywhere is refused', () => {
    const file = writeSafetensors({
      a: { shape: [2], data: Float32Array.of(1, 2) },
      b: { shape: [1], data: Float32Array.of(3) },
    });
    for (let length = 0; length < file.length; length++) {
      expect(() => readSafetensors(file.slice(0, length)), `${length} bytes`).toThrow(InvalidDataError);
    }
  });

  test('with any byte of its header changed is read within its bounds or refused', () => {
    const file = writeSafetensors({
      a: { shape: [2, 1], data: Float32Array.of(1, 2) },
      b: { shape: [1], data: Float32Array.of(3) },
    });
    const changed = fc.record({ at: fc.nat(file.length - 13), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(changed, { minLength: 1, maxLength: 3 }), (changes) => {
        const damaged = file.slice();
        for (const { at, value } of changes) damaged[at] = value;
        try {
          const { tensors } = readSafetensors(damaged);
          const bytes = Object.values(tensors).reduce((sum, tensor) => sum + tensor.bytes.length, 0);
          expect(bytes).toBe(12);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidDataError);
        }
      }),
      { numRuns: 2000, seed: 4 },
    );
  });

  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'it has 0 bytes'],
    ['a buffer instead of its bytes', new ArrayBuffer(100) as never, 'it is no Uint8Array'],
    ['an old PyTorch checkpoint', Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c), 'save_file(torch.load'],
    ['a header of 2⁶³ bytes', new Uint8Array(64).fill(0x80, 7, 8), 'its header would have 9223372036854775808 bytes'],
    ['a header beyond what is read', new Uint8Array(64).fill(0x41, 3, 4), 'at most 4194304 are read'],
    ['a PyTorch checkpoint', new TextEncoder().encode('PK\u0003\u0004archive/data.pkl…'), 'written by torch.save'],
    ['a header beyond the file', fileOf({ a: pair }).slice(0, 20), 'but only 12 follow'],
    ['a header that is no JSON', fileOf('{"a": }'), 'its header is not JSON'],
    ['a header that is no UTF-8', fileOf('{').fill(0xff, 9), 'its header is not JSON'],
    ['a list as its header', fileOf([1]), 'does not start with {'],
    ['an entry that is a number', fileOf({ a: 1 }), "the entry of 'a' is not an object"],
    ['an unknown type', fileOf({ a: { ...pair, dtype: 'toString' } }), `'a' has the type "toString"`],
    ['a negative length', fileOf({ a: { ...pair, shape: [-2] } }), "'a' has the shape [-2]"],
    ['a shape beyond counting', fileOf({ a: { ...pair, shape: [2 ** 40, 2 ** 40] } }), 'has 8 bytes'],
    ['offsets that are none', fileOf({ a: { ...pair, data_offsets: [0, 8, 9] } }), "'a' has the offsets [0,8,9]"],
    ['offsets the wrong way round', fileOf({ a: { ...pair, data_offsets: [8, 0] } }), 'has -8 bytes'],
    ['fewer bytes than the shape', fileOf({ a: { ...pair, data_offsets: [0, 4] } }, 4), 'has 4 bytes'],
    ['bytes beyond the file', fileOf({ a: pair }, 4), 'its tensors have 8 bytes, but 4 follow'],
    ['bytes that are nobody’s', fileOf({ a: pair }, 12), 'its tensors have 8 bytes, but 12 follow'],
    [
      'a hole',
      fileOf({ a: { ...pair, data_offsets: [4, 12] } }, 12),
      "'a' begins at 4, but what precedes it ends at 0",
    ],
    ['an overlap', fileOf({ a: pair, b: { ...pair, data_offsets: [4, 12] } }, 12), "'b' begins at 4"],
    ['metadata that is no text', fileOf({ __metadata__: { steps: 3 }, a: pair }), 'its metadata is not a record'],
  ])('with %s is refused', (_, file, message) => {
    expect(() => readSafetensors(file)).toThrow(InvalidDataError);
    expect(() => readSafetensors(file)).toThrow(message);
  });

  test('is not written with data that does not fill its shape', () => {
    expect(() => writeSafetensors({ a: { shape: [3], data: new Float32Array(2) } })).toThrow(ShapeMismatchError);
  });
});
