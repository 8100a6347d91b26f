import { seededRandom } from '../../src/data/random.ts';
import { type Shape, voxelCount } from '../../src/data/volume.ts';
import type { ImageProblem } from './problem.ts';

const seed = 1;

/** Uniform noise in [0, 1), and a mixture of it with more: correlated everywhere, alike nowhere. The same in every browser. */
export function createImages(size: Shape): Pick<ImageProblem, 'moving' | 'fixed'> {
  const random = seededRandom(seed);
  const moving = Float32Array.from({ length: voxelCount(size) }, () => random.uniform());
  const fixed = moving.map((value) => 0.6 * value + 0.4 * random.uniform());
  return { moving, fixed };
}
