import { InvalidDataError, ShapeMismatchError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/index.ts';
import { type LabelArray, warpLabelsNearest, warpLabelsTrilinear } from '../../src/judging/index.ts';
import { readPiece } from './golden.ts';

const piece = readPiece('stn_voxel_nearest');
const golden = {
  labels: Uint8Array.from(piece.inputs.src.data),
  displacement: Float64Array.from(piece.inputs.flow.data),
  shape: piece.inputs.src.shape.slice(2) as number[],
};

/** Few labels in a small volume, moved by up to three voxels. */
function scene(seed: number, shape: readonly number[]) {
  const random = createRandom(seed);
  const voxels = shape.reduce((product, length) => product * length, 1);
  return {
    shape,
    labels: Int16Array.from({ length: voxels }, () => [0, 4, 7, 300][Math.floor(random() * 4)]!),
    displacement: Float32Array.from({ length: 3 * voxels }, () => 6 * random() - 3),
  };
}

/** One image of zeros and ones, sampled at a position as the sum over ALL voxels of a hat function, in float64. */
function sampleOneHot(
  labels: Int16Array,
  label: number,
  shape: readonly number[],
  position: readonly number[],
): number {
  let sum = 0;
  labels.forEach((own, index) => {
    if (own !== label) return;
    const [, height = 1, width = 1] = shape;
    const voxel = [Math.floor(index / (height * width)), Math.floor(index / width) % height, index % width];
    sum += voxel.reduce((weight, at, axis) => weight * Math.max(0, 1 - Math.abs((position[axis] ?? 0) - at)), 1);
  });
  return sum;
}

/** By one image per label, the largest of them. */
function largestImage({ labels, displacement, shape }: ReturnType<typeof scene>): number[] {
  const all = [...new Set(labels)].sort((a, b) => a - b);
  const [, height = 1, width = 1] = shape;
  return Array.from(labels, (_, voxel) => {
    const place = [Math.floor(voxel / (height * width)), Math.floor(voxel / width) % height, voxel % width];
    const position = place.map((at, axis) => at + (displacement[axis * labels.length + voxel] ?? 0));
    const images = all.map((label) => sampleOneHot(labels, label, shape, position));
    const most = Math.max(...images);
    return most === 0 ? 0 : (all[images.indexOf(most)] ?? Number.NaN);
  });
}

describe('labels warped to the nearest voxel', () => {
  test('are those of the published code', () => {
    const { labels, displacement, shape } = golden;
    expect([...warpLabelsNearest(labels, displacement, shape)]).toEqual(piece.output.data);
    expect([...warpLabelsNearest(labels, Float32Array.from(displacement), shape)]).toEqual(piece.output.data);
  });

  test('round halves to the even voxel, and are 0 outside', () => {
    const labels = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const along = [-0.5, -0.5, 0.5, 0.5, 1.5, 0.50001];
    const displacement = Float32Array.from({ length: 18 }, (_, index) => (index < 12 ? 0 : along[index - 12]!));
    // At -0.5, 0.5, 2.5, 3.5, 5.5 and beyond 5.5.
    expect([...warpLabelsNearest(labels, displacement, [1, 1, 6])]).toEqual([1, 1, 3, 5, 0, 0]);
  });
});

describe('labels warped trilinearly', () => {
  test.each([1, 2, 3])('are the largest of one image per label, seed %i', (seed) => {
    const { labels, displacement, shape } = scene(seed, [5, 6, 4]);
    const expected = largestImage({ labels, displacement, shape });
    expect([...warpLabelsTrilinear(labels, displacement, shape)]).toEqual(expected);
    expect(new Set(expected).size).toBe(4);
  });

  test('differ from the nearest ones where neighbors outvote the nearest voxel', () => {
    const labels = Uint8Array.of(1, 2, 2, 2, 2, 2, 2, 2);
    const displacement = new Float32Array(24);
    for (const axis of [0, 1, 2]) displacement[8 * axis] = 0.3;
    const shape = [2, 2, 2];
    // The corner's weight is 0.7³ = 0.343.
    expect(warpLabelsNearest(labels, displacement, shape)[0]).toBe(1);
    expect(warpLabelsTrilinear(labels, displacement, shape)[0]).toBe(2);
  });

  test('are the smaller label in a tie, and the one that is there beside the outside', () => {
    const labels = Uint8Array.of(9, 3, 5, 0);
    const along = [0.5, 0.5, 0.5, 0.9];
    const displacement = Float32Array.from({ length: 12 }, (_, index) => (index < 8 ? 0 : along[index - 8]!));
    expect([...warpLabelsTrilinear(labels, displacement, [1, 1, 4])]).toEqual([3, 3, 0, 0]);
    const before = Float32Array.of(0, 0, 0, 0, -0.9, -2);
    expect([...warpLabelsTrilinear(Uint8Array.of(9, 3), before, [1, 1, 2])]).toEqual([9, 0]);
  });
});

describe.each([
  ['nearest', warpLabelsNearest],
  ['trilinear', warpLabelsTrilinear],
] as const)('a %s warp', (_, warp) => {
  test('of no displacement changes nothing, keeps the type, and is a copy', () => {
    const { labels, shape } = scene(4, [3, 4, 5]);
    const warped = warp(labels, new Float32Array(180), shape);
    expect(warped).toEqual(labels);
    expect(warped).not.toBe(labels);
    const buffer = Buffer.from([1, 2]);
    warp(buffer, Float32Array.of(0, 0, 0, 0, 1, 1), [1, 1, 2]);
    expect([...buffer]).toEqual([1, 2]);
  });

  test.each<[string, [LabelArray, Float32Array, number[]], abstract new () => Error, string]>([
    ['labels of another grid', [new Uint8Array(7), new Float32Array(24), [2, 2, 2]], ShapeMismatchError, 'of labels'],
    ['a displacement of another grid', [new Uint8Array(8), new Float32Array(8), [2, 2, 2]], ShapeMismatchError, '24'],
    ['two axes', [new Uint8Array(4), new Float32Array(12), [2, 2]], ShapeMismatchError, 'shape is [2, 2]'],
    ['an axis of no voxels', [new Uint8Array(), new Float32Array(), [2, 0, 2]], ShapeMismatchError, '[2, 0, 2]'],
    [
      'floats',
      [new Float32Array(8) as unknown as LabelArray, new Float32Array(24), [2, 2, 2]],
      InvalidDataError,
      'labels must be',
    ],
    ['NaN', [new Uint8Array(1), Float32Array.of(0, Number.NaN, 0), [1, 1, 1]], InvalidDataError, 'holds NaN at 1'],
  ])('refuses %s', (_, given, type, message) => {
    expect(() => warp(...given)).toThrow(type);
    expect(() => warp(...given)).toThrow(message);
  });
});
