import { InvalidDataError, ShapeMismatchError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { endpointError, foldingPercentage, jacobianDeterminants } from '../../src/judging/index.ts';
import { type Golden, readPiece } from './golden.ts';

const piece = readPiece('jacobian') as { disp: Golden; det: Golden; folding_fraction: number };
const displacement = Float64Array.from(piece.disp.data);
const { shape } = piece.det;

describe('the Jacobian', () => {
  test('has the determinants of the published code', () => {
    const determinants = jacobianDeterminants(displacement, shape);
    expect(determinants).toHaveLength(piece.det.data.length);
    piece.det.data.forEach((value, voxel) => {
      expect(Math.abs((determinants[voxel] ?? Number.NaN) - value), `voxel ${voxel}`).toBeLessThan(1e-12);
    });
  });

  test('folds where the published code says', () => {
    expect(foldingPercentage(displacement, shape)).toBeCloseTo(100 * piece.folding_fraction, 12);
    expect(foldingPercentage(Float32Array.from(displacement), shape)).toBeCloseTo(100 * piece.folding_fraction, 12);
  });

  test('is that of a linear map at every voxel, the borders too', () => {
    const size = [3, 2, 4];
    const matrix = [
      [0.5, -0.2, 0.1],
      [0.3, -0.4, 0.25],
      [-0.1, 0.2, 0.6],
    ] as const;
    const linear = Float64Array.from({ length: 72 }, (_, index) => {
      const [voxel, row] = [index % 24, matrix[Math.floor(index / 24) as 0 | 1 | 2]];
      return row[0] * Math.floor(voxel / 8) + row[1] * (Math.floor(voxel / 4) % 2) + row[2] * (voxel % 4);
    });
    // det(1 + matrix), by hand.
    const expected = 1.5 * (0.6 * 1.6 - 0.25 * 0.2) + 0.2 * (0.3 * 1.6 + 0.25 * 0.1) + 0.1 * (0.3 * 0.2 + 0.6 * 0.1);
    for (const value of jacobianDeterminants(linear, size)) expect(value).toBeCloseTo(expected, 12);
  });

  test('of a map onto a plane counts as folded', () => {
    const flat = Float32Array.from({ length: 24 }, (_, index) => (index < 8 ? -Math.floor(index / 4) : 0));
    expect(foldingPercentage(flat, [2, 2, 2])).toBe(100);
    expect(foldingPercentage(new Float32Array(24), [2, 2, 2])).toBe(0);
  });

  test.each<[string, Float32Array, number[], abstract new () => Error, string]>([
    ['another grid', new Float32Array(23), [2, 2, 2], ShapeMismatchError, 'length of displacement is 23'],
    ['an axis of one voxel', new Float32Array(12), [2, 1, 2], ShapeMismatchError, 'at least two voxels'],
    ['four axes', new Float32Array(24), [2, 2, 2, 1], ShapeMismatchError, 'shape is [2, 2, 2, 1]'],
    ['infinity', new Float32Array(24).fill(1 / 0, 9, 10), [2, 2, 2], InvalidDataError, 'holds Infinity at 9'],
  ])('refuses %s', (_, given, size, type, message) => {
    for (const call of [foldingPercentage, jacobianDeterminants]) {
      expect(() => call(given, size)).toThrow(type);
      expect(() => call(given, size)).toThrow(message);
    }
  });
});

describe('the endpoint error', () => {
  const size = [1, 1, 3];
  const first = Float32Array.of(1, 2, 3, 0, 0, 0, 5, 5, 5);
  // Off by (3, 4, 0), (0, 0, 0) and (1, 2, 2) voxels.
  const second = Float64Array.of(4, 2, 4, 4, 0, 2, 5, 5, 3);

  test('is the mean length of the difference', () => {
    expect(endpointError(first, second, size)).toBeCloseTo(8 / 3, 14);
    expect(endpointError(first, first, size)).toBe(0);
  });

  test('is that of a mask within it', () => {
    expect(endpointError(first, second, size, [0, 7, 1])).toBeCloseTo(1.5, 14);
    expect(endpointError(first, second, size, Uint8Array.of(1, 0, 0))).toBe(5);
  });

  test.each<[string, Parameters<typeof endpointError>, abstract new () => Error, string]>([
    ['two grids', [first, second.subarray(3), size], ShapeMismatchError, 'length of second is 6'],
    ['a mask of another grid', [first, second, size, [1]], ShapeMismatchError, 'length of mask is 1'],
    ['a mask of nothing', [first, second, size, [0, 0, 0]], InvalidDataError, '0 everywhere'],
    ['NaN', [first, second.map(() => Number.NaN), size], InvalidDataError, 'second holds NaN'],
  ])('refuses %s', (_, given, type, message) => {
    expect(() => endpointError(...given)).toThrow(type);
    expect(() => endpointError(...given)).toThrow(message);
  });
});
