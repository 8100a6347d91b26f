import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandMatrix, countField, createWindow, denseWeights, sizeOf, type Window } from '../src/index.ts';
import { windowSum } from '../src/reference/operations.ts';
import { interiorField } from '../src/window.ts';

const weight = fc.integer({ min: 0, max: 5 });

/** Symmetric, odd, not all zero. */
const factor = fc
  .tuple(fc.array(weight, { maxLength: 3 }), fc.integer({ min: 1, max: 5 }))
  .map(([half, center]) => [...half, center, ...[...half].reverse()]);

const windowed = fc.integer({ min: 1, max: 3 }).chain((axes) =>
  fc.record({
    window: fc.array(factor, { minLength: axes, maxLength: axes }).map((factors) => createWindow(factors)),
    spatial: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: axes, maxLength: axes }),
    seed: fc.integer(),
  }),
);

/** Small integers, so that all sums are exact and the laws hold with equality. */
function integers(spatial: readonly number[], seed: number): Float64Array {
  let state = seed | 0;
  return Float64Array.from({ length: sizeOf(spatial) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 24) - 128;
  });
}

const sum = (data: Float64Array, spatial: readonly number[], window: Window): Float64Array =>
  windowSum({ shape: [1, 1, ...spatial], data }, window).data;

const inner = (a: Float64Array, b: Float64Array): number =>
  a.reduce((total, value, index) => total + value * (b[index] ?? 0), 0);

const positions = (spatial: readonly number[], index: number): number[] => {
  const found: number[] = [];
  let rest = index;
  for (let axis = spatial.length - 1; axis >= 0; axis--) {
    found.unshift(rest % (spatial[axis] ?? 1));
    rest = Math.floor(rest / (spatial[axis] ?? 1));
  }
  return found;
};

/** The definition of the window sum, one weight at a time. */
function dense(data: Float64Array, spatial: readonly number[], window: Window): Float64Array {
  const extents = window.factors.map(({ length }) => length);
  const weights = denseWeights(window);
  return data.map((_, index) => {
    const center = positions(spatial, index);
    let total = 0;
    weights.forEach((value, tap) => {
      const at = positions(extents, tap).map(
        (offset, axis) => (center[axis] ?? 0) + offset - (window.radius[axis] ?? 0),
      );
      if (at.some((position, axis) => position < 0 || position >= (spatial[axis] ?? 1))) return;
      total += value * (data[at.reduce((linear, position, axis) => linear * (spatial[axis] ?? 1) + position, 0)] ?? 0);
    });
    return total;
  });
}

const product = (field: readonly Float64Array[]): number[] =>
  field.reduce<number[]>((left, vector) => left.flatMap((value) => Array.from(vector, (other) => value * other)), [1]);

describe('the window sum', () => {
  test('is its own adjoint: ⟨B f, g⟩ = ⟨f, B g⟩', () => {
    fc.assert(
      fc.property(windowed, ({ window, spatial, seed }) => {
        const f = integers(spatial, seed);
        const g = integers(spatial, seed + 1);
        expect(inner(sum(f, spatial, window), g)).toBe(inner(f, sum(g, spatial, window)));
      }),
    );
  });

  test('separable is dense', () => {
    fc.assert(
      fc.property(windowed, ({ window, spatial, seed }) => {
        const f = integers(spatial, seed);
        expect(Array.from(sum(f, spatial, window))).toEqual(Array.from(dense(f, spatial, window)));
      }),
    );
  });

  test('takes the dense weights of a window that has its own, and only those', () => {
    fc.assert(
      fc.property(windowed, ({ window, spatial, seed }) => {
        const f = integers(spatial, seed);
        // Symmetric about the center, but no product of factors.
        const own = { ...window, dense: denseWeights(window).map((value, tap) => value + (tap % 2)) };
        expect(Array.from(sum(f, spatial, own))).toEqual(Array.from(dense(f, spatial, own)));
      }),
    );
  });

  test('is linear', () => {
    fc.assert(
      fc.property(windowed, ({ window, spatial, seed }) => {
        const f = integers(spatial, seed);
        const g = integers(spatial, seed + 1);
        const combined = f.map((value, index) => 3 * value - 2 * (g[index] ?? 0));
        const sums = [sum(f, spatial, window), sum(g, spatial, window)] as const;
        const expected = sums[0].map((value, index) => 3 * value - 2 * (sums[1][index] ?? 0));
        expect(Array.from(sum(combined, spatial, window))).toEqual(Array.from(expected));
      }),
    );
  });

  test('of ones is the count, a product of one vector per axis', () => {
    fc.assert(
      fc.property(windowed, ({ window, spatial }) => {
        const ones = new Float64Array(sizeOf(spatial)).fill(1);
        expect(product(countField(window, spatial))).toEqual(Array.from(sum(ones, spatial, window)));
      }),
    );
  });

  test('of a shifted map is the shifted sum, where both windows see the same voxels', () => {
    fc.assert(
      fc.property(windowed, ({ window, seed }) => {
        const axes = window.factors.length;
        const spatial = window.radius.map((radius) => 2 * radius + 4);
        const f = integers(spatial, seed);
        const stride = sizeOf(spatial.slice(1));
        const shifted = f.map((_, index) => (index >= stride ? (f[index - stride] ?? 0) : 7));
        const before = sum(f, spatial, window);
        const after = sum(shifted, spatial, window);
        before.forEach((value, index) => {
          const [first = 0] = positions(spatial, index);
          const inside = first >= (window.radius[0] ?? 0) && first + 1 < (spatial[0] ?? 1) - (window.radius[0] ?? 0);
          if (inside) expect(after[index + stride]).toBe(value);
        });
        expect(axes).toBeGreaterThan(0);
      }),
    );
  });

  test('along one axis is the product with its band matrix', () => {
    fc.assert(
      fc.property(factor, fc.integer({ min: 1, max: 9 }), fc.integer(), (weights, length, seed) => {
        const f = integers([length], seed);
        const matrix = bandMatrix(weights, length);
        const multiplied = Array.from(f, (_, row) =>
          f.reduce((total, value, column) => total + value * (matrix[row * length + column] ?? 0), 0),
        );
        expect(multiplied).toEqual(Array.from(sum(f, [length], createWindow([weights]))));
      }),
    );
  });
});

describe('fields', () => {
  test('count of a box', () => {
    const window = createWindow([[1, 1, 1, 1, 1]]);
    expect(product(countField(window, [6]))).toEqual([3, 4, 5, 5, 4, 3]);
    expect(product(countField(window, [2]))).toEqual([2, 2]);
  });

  test('interior', () => {
    const line = createWindow([[1, 1, 1, 1, 1]]);
    expect(product(interiorField(line, [6]))).toEqual([0, 0, 1, 1, 0, 0]);
    expect(product(interiorField(line, [4]))).toEqual([0, 0, 0, 0]);
    const window = createWindow([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    expect(product(interiorField(window, [3, 4]))).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
  });

  test('band matrices are symmetric', () => {
    expect(Array.from(bandMatrix([1, 2, 1], 3))).toEqual([2, 1, 0, 1, 2, 1, 0, 1, 2]);
  });
});
