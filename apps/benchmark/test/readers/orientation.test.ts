import { InvalidDataError, UnsupportedOptionError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import type { Affine } from '../../src/data/affine.ts';
import { orientationOf, reorient } from '../../src/data/orientation.ts';
import type { Volume } from '../../src/data/volume.ts';
import { type GoldenArray, readGolden } from './golden.ts';

interface Turn {
  readonly name: string;
  readonly to: string;
  readonly from: Affine;
  readonly affine: Affine;
  readonly image: GoldenArray;
}

const volume = (affine?: Affine): Volume => {
  const data = Float32Array.from({ length: 24 }, (_, index) => index);
  return affine ? { data, shape: [2, 3, 4], affine } : { data, shape: [2, 3, 4] };
};
const identity: Affine = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
];

describe('as nibabel turns it', () => {
  test.each(readGolden<Turn>('orientations.jsonl.gz'))('$name to $to', ({ to, from, affine, image }) => {
    const turned = reorient(volume(from), to);
    expect(turned.shape).toEqual(image.shape);
    expect([...turned.data]).toEqual(image.values);
    expect(orientationOf(turned.affine!)).toBe(to);
    for (const [index, value] of turned.affine!.flat().entries()) expect(value).toBeCloseTo(affine.flat()[index]!, 9);
  });
});

test('labels turn with the image and stay labels', () => {
  const { affine, shape } = volume(identity);
  const labels = { data: Uint16Array.from({ length: 24 }, (_, index) => index), shape, affine: affine! };
  const turned = reorient(labels, 'LPI');
  expect(turned.data).toBeInstanceOf(Uint16Array);
  expect([...turned.data]).toEqual([...reorient(volume(identity), 'LPI').data]);
});

test('what lies right already, or nowhere, is returned as it is', () => {
  const right = volume(identity);
  expect(reorient(right, 'RAS')).toBe(right);
  const nowhere = volume();
  expect(reorient(nowhere, 'RAS')).toBe(nowhere);
});

test.each(['RA', 'RAL', 'RASR', 'XYZ', 'ras', ''])('the orientation "%s" is refused', (orientation) => {
  expect(() => reorient(volume(identity), orientation)).toThrow(UnsupportedOptionError);
});

test.each([
  { name: 'a plane', rows: [identity[0]!, identity[1]!, [0, 0, 0, 5]] as Affine },
  { name: 'zero', rows: [0, 1, 2].map(() => [0, 0, 0, 0] as const) },
  { name: 'two equal axes', rows: [0, 1, 2].map(() => [1, 1, 2, 0] as const) },
])('an affine that maps to $name is refused', ({ rows }) => {
  expect(() => reorient(volume(rows), 'RAS')).toThrow(InvalidDataError);
});
