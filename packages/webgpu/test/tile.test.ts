import { type LnccDefinition, resolveDefinition } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { geometryOf } from '../src/geometry.ts';
import { chooseTile, threadsOf } from '../src/plan/tile.ts';
import { defaultLimits } from './default-limits.ts';

/** Bytes per voxel read and summed by the kernel of the scores without a mask. */
const [rawBytes, sumBytes] = [8, 20];

const tileOf = (shape: readonly number[], definition: LnccDefinition = {}, summed = sumBytes) =>
  chooseTile(geometryOf(resolveDefinition(definition, shape)), defaultLimits, rawBytes, summed);

describe('rows of a thread', () => {
  test('two, whose windows share what they read', () => {
    const tile = tileOf([1, 1, 160, 192, 224]);
    expect(tile).toEqual({ width: 16, height: 16, rowsPerThread: 2, staged: true });
    expect(threadsOf(tile)).toBe(128);
  });

  test('one where the sums of two would not fit into registers', () => {
    const brain = [1, 1, 160, 192, 224];
    expect(tileOf(brain, { window: 9 }, 24).rowsPerThread).toBe(2);
    expect(tileOf(brain, { window: 9 }, 28).rowsPerThread).toBe(1);
    expect(tileOf(brain, { window: 11 }).rowsPerThread).toBe(1);
    expect(tileOf(brain, { window: [31, 9, 9] }).rowsPerThread).toBe(1);
    expect(tileOf(brain, { window: [9, 13, 13] }).rowsPerThread).toBe(2);
  });

  test('one where there is a single row, and never fewer than 32 threads', () => {
    expect(tileOf([1, 1, 1000])).toMatchObject({ height: 1, rowsPerThread: 1 });
    for (const extent of [4, 8, 16, 64]) {
      expect(threadsOf(tileOf([1, 1, extent, extent, extent]))).toBeGreaterThanOrEqual(32);
    }
  });
});
