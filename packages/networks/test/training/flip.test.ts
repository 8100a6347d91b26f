import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Flips, flipPair, flipVolume } from '../../src/training/index.ts';

const size = [2, 3, 4];
const volume = Float32Array.from({ length: 24 }, (_, index) => index);
const all: Flips[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [(bits & 4) > 0, (bits & 2) > 0, (bits & 1) > 0]);

describe('a flip', () => {
  test.each(all)('of D %s, H %s, W %s puts every voxel where the definition says', (...flips) => {
    const flipped = flipVolume(volume, size, flips);
    const mirrored = (axis: number, at: number) => (flips[axis] ? size[axis]! - 1 - at : at);
    for (let d = 0; d < 2; d++) {
      for (let h = 0; h < 3; h++) {
        for (let w = 0; w < 4; w++) {
          const source = (mirrored(0, d) * 3 + mirrored(1, h)) * 4 + mirrored(2, w);
          expect(flipped[(d * 3 + h) * 4 + w]).toBe(volume[source]);
        }
      }
    }
  });

  test('done twice is nothing, bit for bit, and the volume is left alone', () => {
    const dimension = fc.integer({ min: 1, max: 5 });
    const flag = fc.boolean();
    fc.assert(
      fc.property(fc.tuple(dimension, dimension, dimension), fc.tuple(flag, flag, flag), (shape, flips) => {
        const values = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, index) => Math.sin(index));
        const before = values.slice();
        expect(flipVolume(flipVolume(values, shape, flips), shape, flips)).toEqual(before);
        expect(values).toEqual(before);
      }),
    );
  });

  test('of a pair is the same for both images', () => {
    const { moving, fixed } = flipPair({ moving: volume, fixed: volume.map((v) => v + 100) }, size, [
      true,
      false,
      true,
    ]);
    expect(fixed).toEqual(moving.map((v) => v + 100));
    expect(moving[0]).toBe(15);
  });

  test('of a volume of another size is refused', () => {
    expect(() => flipVolume(volume, [2, 3, 5], [true, true, true])).toThrow('length of volume is 24');
  });
});
