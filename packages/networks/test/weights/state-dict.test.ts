import { InvalidDataError, LnccError, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialWeights, vm1, voxelmorphNetwork } from '../../src/index.ts';
import { loadStateDict, readSafetensors, saveStateDict, writeSafetensors } from '../../src/weights/index.ts';
import { bytesOf, fileOf } from './files.ts';

describe('weights of a network', () => {
  const owner = { network: vm1, shape: [16, 16, 16] };
  const weights = initialWeights(vm1, owner.shape, 3);
  const file = saveStateDict(owner, weights);
  /** As PyTorch stores them, without the network's name, under other names. */
  const stored = (rename: (name: string) => string) =>
    writeSafetensors(
      Object.fromEntries(
        vm1.parameters(owner.shape).map(({ name, shape }) => [rename(name), { shape, data: weights[name]! }]),
      ),
    );

  test('come back bit for bit', () => {
    expect(loadStateDict(owner, file)).toEqual(weights);
    const { tensors, metadata } = readSafetensors(file);
    expect(tensors['unet_model.uparm.1.main.weight']?.shape).toEqual([32, 64, 3, 3, 3]);
    expect(metadata).toEqual({ format: 'pt', network: 'vm1' });
  });

  test('are found among the other tensors of a checkpoint, in float64 too', () => {
    const tiny = voxelmorphNetwork('tiny', { encoder: [1], decoder: [1], extra: [] });
    const shape = [2, 2, 2];
    const stored = tiny
      .parameters(shape)
      .map(({ name, shape }) => ({ name, shape, size: shape.reduce((a, b) => a * b) }));
    let end = 8;
    const entries = stored.map(({ name, shape, size }) => {
      const begin = end;
      end += 8 * size;
      return [name, { dtype: 'F64', shape, data_offsets: [begin, end] }] as const;
    });
    const grid = { dtype: 'I64', shape: [1], data_offsets: [0, 8] };
    const checkpoint = fileOf({ 'spatial_trans.grid': grid, ...Object.fromEntries(entries) }, end);
    const values = Float64Array.from({ length: (end - 8) / 8 }, (_, index) => index / 7);
    checkpoint.set(bytesOf(values), checkpoint.length - values.byteLength);
    const read = loadStateDict({ network: tiny, shape }, checkpoint);
    expect(Object.keys(read)).toEqual(stored.map(({ name }) => name));
    expect(Object.values(read).flatMap((array) => [...array])).toEqual([...Float32Array.from(values)]);
  });

  test('are found in the buffer of a file, wherever it lies in its memory', () => {
    const pool = Buffer.alloc(file.length + 12);
    pool.set(file, 5);
    expect(loadStateDict(owner, pool.subarray(5, 5 + file.length))).toEqual(weights);
  });

  test.each(['module.', '_orig_mod.', 'module._orig_mod.'])('are found behind the prefix %s', (prefix) => {
    expect(
      loadStateDict(
        owner,
        stored((name) => `${prefix}${name}`),
      ),
    ).toEqual(weights);
  });

  test.each<[string, () => unknown, new (message: string) => Error, string]>([
    [
      'of a network with another name',
      () => loadStateDict({ ...owner, network: { ...vm1, name: 'vm2' } }, file),
      InvalidDataError,
      "weights of 'vm1', not of 'vm2'",
    ],
    [
      'of other channels',
      () =>
        loadStateDict(
          {
            ...owner,
            network: voxelmorphNetwork('vm1', {
              encoder: [16, 32, 32, 32],
              decoder: [32, 32, 32, 32],
              extra: [32, 16, 16],
            }),
          },
          file,
        ),
      ShapeMismatchError,
      "'unet_model.downarm.0.main.weight' has the shape [8, 2, 3, 3, 3] in the file, but vm1 needs [16, 2, 3, 3, 3]",
    ],
    [
      'with a parameter missing',
      () => loadStateDict(owner, writeSafetensors({})),
      ShapeMismatchError,
      "no 'unet_model.downarm.0.main.weight'",
    ],
    [
      'behind a prefix of one’s own',
      () =>
        loadStateDict(
          owner,
          stored((name) => `net.registration.${name}`),
        ),
      ShapeMismatchError,
      "take 'net.registration.' off its names in Python",
    ],
    [
      'that are not finite',
      () => loadStateDict(owner, saveStateDict(owner, { ...weights, 'flow.bias': Float32Array.of(0, Number.NaN, 1) })),
      InvalidDataError,
      "'flow.bias' holds NaN at 1",
    ],
    [
      'in float16',
      () => {
        const half = { dtype: 'F16', shape: [8, 2, 3, 3, 3], data_offsets: [0, 864] };
        return loadStateDict(owner, fileOf({ 'unet_model.downarm.0.main.weight': half }, 864));
      },
      UnsupportedOptionError,
      'holds F16',
    ],
    ['that are incomplete, to be written', () => saveStateDict(owner, {}), ShapeMismatchError, 'is missing'],
  ])('%s are refused', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

describe('a damaged file', () => {
  const network = voxelmorphNetwork('tiny', { encoder: [1], decoder: [2], extra: [1] });
  const owner = { network, shape: [2, 4, 2] };
  const file = saveStateDict(owner, initialWeights(network, owner.shape, 2));
  const lengths = network
    .parameters(owner.shape)
    .map(({ name, shape }) => [name, shape.reduce((product, length) => product * length, 1)]);
  const dataBegins = file.length - 4 * lengths.reduce((sum, [, length]) => sum + Number(length), 0);

  /** Whole, with the names and lengths of the network and finite values, or refused. */
  function expectWholeOrRefused(damaged: Uint8Array): void {
    let weights: Record<string, Float32Array>;
    try {
      weights = loadStateDict(owner, damaged);
    } catch (error) {
      expect(error).toBeInstanceOf(LnccError);
      return;
    }
    expect(Object.entries(weights).map(([name, values]) => [name, values.length])).toEqual(lengths);
    for (const values of Object.values(weights)) expect(values.every(Number.isFinite)).toBe(true);
  }

  test.each([
    ['anywhere', file.length - 1],
    ['in its header', dataBegins - 1],
    ['in the length of its header', 7],
  ])('with bytes changed %s is whole or refused', (_, last) => {
    const change = fc.record({ at: fc.nat(last), bits: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const damaged = file.slice();
        for (const { at, bits } of changes) damaged[at]! ^= bits;
        expectWholeOrRefused(damaged);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  test('cut, with pieces taken out or put in, is whole or refused', () => {
    const cut = fc.record({ at: fc.nat(file.length - 1), taken: fc.nat(64), given: fc.uint8Array({ maxLength: 64 }) });
    fc.assert(
      fc.property(cut, ({ at, taken, given }) => {
        fc.pre(taken !== given.length);
        expectWholeOrRefused(Uint8Array.from([...file.subarray(0, at), ...given, ...file.subarray(at + taken)]));
      }),
      { numRuns: 3000, seed: 8 },
    );
    for (let length = 0; length < file.length; length += 7) {
      expect(() => loadStateDict(owner, file.subarray(0, length)), `${length} bytes`).toThrow(LnccError);
    }
  });

  test('of any bytes is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => loadStateDict(owner, bytes)).toThrow(LnccError);
      }),
      { numRuns: 2000, seed: 9 },
    );
  });

  test('of any JSON is whole or refused', () => {
    const entry = fc.record({
      dtype: fc.constantFrom('F32', 'F64', 'I64', 'F33', 3),
      shape: fc.array(fc.oneof(fc.integer({ min: -2, max: 9 }), fc.double()), { maxLength: 6 }),
      data_offsets: fc.array(fc.oneof(fc.integer({ min: -9, max: 999 }), fc.double()), { maxLength: 3 }),
    });
    const names = fc.constantFrom('__proto__', 'toString', '', ...lengths.map(([name]) => String(name)));
    const header = fc.oneof(fc.jsonValue(), fc.dictionary(names, fc.oneof(entry, fc.jsonValue())));
    fc.assert(
      fc.property(header, fc.nat(600), (value, bytes) => expectWholeOrRefused(fileOf(value, bytes))),
      { numRuns: 3000, seed: 10 },
    );
  });
});
