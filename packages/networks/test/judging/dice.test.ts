import { InvalidDataError, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import {
  dice,
  diceStructures,
  freesurferIds,
  indexFreesurferLabels,
  type LabelArray,
} from '../../src/judging/index.ts';
import { readPiece } from './golden.ts';

const piece = readPiece('dice_voi');
const [predicted, expected] = [Uint8Array.from(piece.pred.data), Uint8Array.from(piece.true.data)];

describe('Dice', () => {
  test('is the published mean over 30 structures', () => {
    expect(piece.voi).toEqual(diceStructures);
    const { mean, perLabel } = dice(predicted, expected);
    expect(mean).toBeCloseTo(piece.dice_val_VOI, 15);
    expect(perLabel).toHaveLength(30);
  });

  test('is the published one of all 46 labels, those that a map lacks among them', () => {
    const { perLabel } = dice(
      predicted,
      expected,
      freesurferIds.map((_, index) => index),
    );
    perLabel.forEach((value, label) => {
      expect(value, `label ${label}`).toBeCloseTo(piece.per_label46[label], 15);
    });
    expect([perLabel[7], perLabel[18]]).toEqual([0, 0]);
  });

  test.each([Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Buffer])(
    'takes %o, and other types against each other',
    (Type: { from(values: ArrayLike<number>): LabelArray }) => {
      expect(dice(Type.from(predicted), expected)).toEqual(dice(predicted, expected));
    },
  );

  test('takes labels below 0 and beyond 16 bits', () => {
    const [a, b] = [Int32Array.of(-3, 100_000, 100_000, 0), Int32Array.of(-3, 100_000, -3, 0)];
    const { perLabel } = dice(a, b, [-3, 100_000, 7]);
    expect(perLabel).toEqual([2 / 3.00001, 2 / 3.00001, 0]);
  });

  test.each<[string, () => unknown, abstract new () => Error, string]>([
    ['maps of two sizes', () => dice(predicted, expected.subarray(1)), ShapeMismatchError, '512 and 511 voxels'],
    ['empty maps', () => dice(new Uint8Array(), new Uint8Array()), InvalidDataError, 'no voxels'],
    ['floats', () => dice(predicted, Float32Array.from(expected) as never), InvalidDataError, 'second must be a typed'],
    ['lists', () => dice([1, 2] as never, expected), InvalidDataError, 'Int16Array.from(first)'],
    ['no labels', () => dice(predicted, expected, []), UnsupportedOptionError, 'hold nothing'],
    ['half a label', () => dice(predicted, expected, [1, 1.5]), UnsupportedOptionError, 'hold 1.5'],
    ['a label twice', () => dice(predicted, expected, [1, 2, 1]), UnsupportedOptionError, 'hold 1 twice'],
  ])('refuses %s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

describe('FreeSurfer ids', () => {
  test('are 46, rising, with the structures of the Dice among them', () => {
    expect(freesurferIds).toHaveLength(46);
    expect(freesurferIds.toSorted((a, b) => a - b)).toEqual(freesurferIds);
    const ids = diceStructures.map((index) => freesurferIds[index]);
    const left = [2, 3, 4, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 24, 28, 31];
    expect(ids).toEqual([...left, 41, 42, 43, 46, 47, 49, 50, 51, 52, 53, 54, 60, 63]);
  });

  test('become indices, unknown ones the background', () => {
    expect(indexFreesurferLabels(Int16Array.of(0, 2, 255, 1, -4, 1000, 63))).toEqual(
      Uint8Array.of(0, 1, 45, 0, 0, 0, 36),
    );
    expect(() => indexFreesurferLabels(Float64Array.of(2) as never)).toThrow(InvalidDataError);
  });
});
