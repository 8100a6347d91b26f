import { describe, expect, test } from 'vitest';
import { composeAffines, invertAffine } from '../src/data/affine.ts';
import { centerCrop, surfaceCrop } from '../src/data/crop.ts';
import { parseGridSize } from '../src/data/grid-size.ts';
import type { ImagePair } from '../src/data/image-pair.ts';
import { normalizeIntensities } from '../src/data/intensities.ts';
import { centeredGrid, gridInOtherImage, resample } from '../src/data/resample.ts';
import { sampleClamped, sampleNearest, sampleTrilinear } from '../src/data/sample.ts';
import type { Shape } from '../src/data/volume.ts';

/** d + 10 h + 100 w, a linear image: interpolation is exact wherever all neighbors exist. */
function linearImage(shape: Shape): Float32Array {
  const [, height, width] = shape;
  return Float32Array.from({ length: shape[0] * height * width }, (_, index) => {
    const [d, h, w] = [Math.floor(index / (height * width)), Math.floor(index / width) % height, index % width];
    return d + 10 * h + 100 * w;
  });
}

describe('sampling', () => {
  const shape: Shape = [3, 4, 5];
  const image = linearImage(shape);

  test('trilinear inside, 0 outside, faded at the border', () => {
    expect(sampleTrilinear(image, shape, 0.5, 1.25, 2.75)).toBeCloseTo(0.5 + 12.5 + 275, 4);
    expect(sampleTrilinear(image, shape, 2, 3, 4)).toBe(432);
    expect(sampleTrilinear(image, shape, 2.5, 3, 4)).toBe(216);
    expect(sampleTrilinear(image, shape, -1, 0, 0)).toBe(0);
    expect(sampleTrilinear(image, shape, 1, 1, 5)).toBe(0);
    expect(sampleTrilinear(image, shape, Number.NaN, 1, 1)).toBeNaN();
  });

  test('clamped and nearest', () => {
    expect(sampleClamped(image, shape, 7, -2, 4.4)).toBe(402);
    const labels = Uint8Array.from(image, (value) => value % 7);
    expect(sampleNearest(labels, shape, 1.4, 2.6, 3.1)).toBe((1 + 30 + 300) % 7);
    expect(sampleNearest(labels, shape, -0.6, 0, 0)).toBe(0);
  });
});

describe('resampling to a requested grid', () => {
  test('160x192x224 on 80x96x112 has a spacing of exactly 2', () => {
    const grid = centeredGrid([160, 192, 224], [80, 96, 112]);
    expect(grid.spacing).toBe(2);
    expect(grid.toSource).toEqual([
      [2, 0, 0, 0.5],
      [0, 2, 0, 0.5],
      [0, 0, 2, 0.5],
    ]);
  });

  test('a spacing of 2 is the mean of 2×2×2 voxels', () => {
    const data = Float32Array.from({ length: 4 * 4 * 6 }, (_, index) => (index * index) % 31);
    const result = resample({ data, shape: [4, 4, 6] }, centeredGrid([4, 4, 6], [2, 2, 3]));
    const expected: number[] = [];
    for (let d = 0; d < 2; d++) {
      for (let h = 0; h < 2; h++) {
        for (let w = 0; w < 3; w++) {
          let sum = 0;
          for (const [i, j, k] of [0, 1, 2, 3, 4, 5, 6, 7].map((bit) => [bit >> 2, (bit >> 1) & 1, bit & 1] as const)) {
            sum += data[((2 * d + i) * 4 + 2 * h + j) * 6 + 2 * w + k]!;
          }
          expected.push(sum / 8);
        }
      }
    }
    for (const [index, value] of expected.entries()) expect(result[index]).toBeCloseTo(value, 5);
  });

  test('the same grid is a copy, a larger one pads with zeros', () => {
    const shape: Shape = [2, 2, 2];
    const data = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    expect([...resample({ data, shape }, centeredGrid(shape, shape))]).toEqual([...data]);
    const padded = resample({ data, shape }, centeredGrid(shape, [4, 2, 2]));
    expect([...padded]).toEqual([0, 0, 0, 0, ...data, 0, 0, 0, 0]);
  });

  test('a spacing that is not whole keeps a linear image linear', () => {
    const shape: Shape = [12, 10, 9];
    const grid = centeredGrid(shape, [8, 8, 8]);
    expect(grid.spacing).toBe(1.5);
    const result = resample({ data: linearImage(shape), shape }, grid);
    const at = (d: number, h: number, w: number) => result[(d * 8 + h) * 8 + w]!;
    const source = (index: number, extent: number) => (extent - 1) / 2 + (index - 3.5) * 1.5;
    for (const [d, h, w] of [
      [3, 3, 3],
      [4, 5, 4],
      [2, 4, 5],
    ] as const) {
      expect(at(d, h, w)).toBeCloseTo(source(d, 12) + 10 * source(h, 10) + 100 * source(w, 9), 3);
    }
  });

  test('headers place one image in the other: axes swapped, 2 mm voxels, an offset', () => {
    const fixedAffine = [
      [1, 0, 0, 10],
      [0, 1, 0, 20],
      [0, 0, 1, 30],
    ] as const;
    const movingAffine = [
      [0, 2, 0, 4],
      [-2, 0, 0, 40],
      [0, 0, 2, 26],
    ] as const;
    const grid = gridInOtherImage(centeredGrid([8, 8, 8], [8, 8, 8]), fixedAffine, movingAffine);
    const [rowD, rowH, rowW] = grid!.toSource;
    const place = (row: readonly number[]) => row[0]! * 1 + row[1]! * 2 + row[2]! * 3 + row[3]!;
    // Voxel (1, 2, 3) lies at world (11, 22, 33): there −2d + 40 = 22, 2h + 4 = 11, 2w + 26 = 33.
    expect([place(rowD!), place(rowH!), place(rowW!)]).toEqual([9, 3.5, 3.5]);
    const flat = [
      [1, 0, 0, 0],
      [2, 0, 0, 0],
      [0, 0, 1, 0],
    ] as const;
    expect(gridInOtherImage(centeredGrid([8, 8, 8], [8, 8, 8]), fixedAffine, flat)).toBeUndefined();
  });

  test('an affine times its inverse is the identity', () => {
    const affine = [
      [1.1, -0.3, 0.2, 5],
      [0.4, 0.9, -0.1, -7],
      [0.05, 0.2, 1.3, 2],
    ] as const;
    const product = composeAffines(affine, invertAffine(affine)!).flat();
    const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
    for (const [index, value] of identity.entries()) expect(product[index]).toBeCloseTo(value, 12);
  });
});

describe('sizes', () => {
  test('three whole numbers are read', () => {
    expect(parseGridSize('80x96x112')).toEqual([80, 96, 112]);
    expect(parseGridSize('16X33x1')).toEqual([16, 33, 1]);
  });

  test.each(['80', '80x96', 'axbxc', '80x96x-16', '80.5x96x112', '', '16x16x1e9'])('"%s" is refused', (text) => {
    expect(() => parseGridSize(text)).toThrowError(/three whole numbers/);
  });
});

describe('intensities', () => {
  test('data in [0, 1] stay as they are', () => {
    const data = Float32Array.of(0, 0.25, 0.976);
    expect(normalizeIntensities(data)).toBe(data);
  });

  test('the 99.9th percentile of the non-zero voxels becomes 1, zeros stay 0', () => {
    const data = Float32Array.from({ length: 4001 }, (_, index) => (index <= 2000 ? index : 0));
    data[4000] = 90_000;
    const result = normalizeIntensities(data);
    const high = 1999;
    expect(result[0]).toBe(0);
    expect(result[3000]).toBe(0);
    expect(result[500]).toBeCloseTo(500 / high, 6);
    expect(result[4000]).toBe(1);
  });

  test('negative data are shifted, except exact zeros', () => {
    const result = normalizeIntensities(Float32Array.of(-10, 0, 10, 30));
    expect([...result]).toEqual([0, 0, 1, 1]);
    expect(() => normalizeIntensities(new Float32Array(4))).toThrowError(/0 everywhere/);
  });
});

describe('crops', () => {
  const pair = (fixed: Float32Array, shape: Shape): ImagePair => ({
    fixed,
    moving: fixed.map((value) => -value),
    shape,
    source: 'phantom',
    description: '',
  });

  test('the center of both images, not beyond them', () => {
    const crop = centerCrop(pair(linearImage([4, 4, 4]), [4, 4, 4]), [2, 2, 8]);
    expect(crop.shape).toEqual([2, 2, 4]);
    expect([...crop.fixed.subarray(0, 4)]).toEqual([11, 111, 211, 311]);
    expect(crop.moving[0]).toBe(-11);
  });

  test('the surface crop is half background', () => {
    const shape: Shape = [4, 4, 32];
    const fixed = Float32Array.from({ length: 512 }, (_, index) => (index % 32 < 20 ? 0 : 1));
    const crop = surfaceCrop(pair(fixed, shape), [4, 4, 8]);
    expect(crop.shape).toEqual([4, 4, 8]);
    expect(crop.fixed.filter((value) => value === 0).length).toBe(64);
  });
});
