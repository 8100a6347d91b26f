import { createWindow } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { windowSumsAlgorithms } from '../src/options.ts';
import { createGrid } from '../src/window-sums/grid.ts';
import { windowSumsBy } from '../src/window-sums/index.ts';
import { testBackends, useBackend } from './backend.ts';
import { texture } from './images.ts';

const triangle = [1, 2, 3, 2, 1];
const cases: { name: string; spatial: number[]; factors: number[][] }[] = [
  { name: '1-D box', spatial: [13], factors: [[1, 1, 1, 1, 1]] },
  { name: '2-D weights that differ by axis', spatial: [7, 10], factors: [triangle, [0.25, 0.5, 0.25]] },
  {
    name: '3-D, three lengths and extents',
    spatial: [5, 7, 6],
    factors: [[1, 1, 1], triangle, [0.5, 1, 1.5, 2, 1.5, 1, 0.5]],
  },
  { name: '3-D, extent 1 along two axes', spatial: [4, 5, 6], factors: [[1], [1, 1, 1], [1]] },
  { name: 'a scaled window of extent 1', spatial: [4, 5], factors: [[3], [1, 1, 1]] },
  {
    name: 'a window larger than the image',
    spatial: [3, 4, 5],
    factors: [new Array(9).fill(1), new Array(11).fill(1), triangle],
  },
];

describe.each(testBackends)('window sums on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  describe.each(windowSumsAlgorithms)('%s', (algorithm) => {
    test.each(cases)('equal the direct sum over the window: $name', ({ spatial, factors }) => {
      const voxels = spatial.reduce((product, length) => product * length, 1);
      const grid = createGrid(spatial, createWindow(factors));
      const images = [2, 3];
      const arrays = [1, 2, 3].map((seed) => texture(6 * voxels, seed));
      const maps = arrays.map((array) => tf.tensor(array, [...images, voxels]));
      const before = tf.memory().numTensors;
      const sums = windowSumsBy[algorithm](maps, grid);
      expect(tf.memory().numTensors - before).toBe(maps.length);
      sums.forEach((sum, index) => {
        expect(sum.shape).toEqual([...images, voxels]);
        const expected = directSum(arrays[index] as Float32Array, [6, ...spatial], factors);
        const actual = sum.dataSync();
        expected.forEach((value, at) => {
          expect(Math.abs((actual[at] as number) - value)).toBeLessThan(2e-6 * value + 1e-6);
        });
      });
      tf.dispose([...maps, ...sums]);
    });
  });
});

/** Every voxel's window, weight by weight, zeros outside. */
function directSum(values: Float32Array, [images = 1, ...spatial]: number[], factors: number[][]): number[] {
  const [depth = 1, height = 1, width = 1] = [...new Array(3 - spatial.length).fill(1), ...spatial];
  const [a = [1], b = [1], c = [1]] = [...new Array(3 - factors.length).fill([1]), ...factors];
  const out: number[] = [];
  for (let n = 0; n < images; n++)
    for (let z = 0; z < depth; z++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          let sum = 0;
          for (let i = 0; i < a.length; i++)
            for (let j = 0; j < b.length; j++)
              for (let k = 0; k < c.length; k++) {
                const [p, q, r] = [z + i - (a.length >> 1), y + j - (b.length >> 1), x + k - (c.length >> 1)];
                if (p < 0 || q < 0 || r < 0 || p >= depth || q >= height || r >= width) continue;
                const value = values[((n * depth + p) * height + q) * width + r] as number;
                sum += (a[i] as number) * (b[j] as number) * (c[k] as number) * value;
              }
          out.push(sum);
        }
  return out;
}
