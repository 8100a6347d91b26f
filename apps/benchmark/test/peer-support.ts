import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateReference } from '@fast-lncc/core';
import { commonDefinition, peerContenders } from '../peers/compare/contenders.ts';
import { createPhantom } from '../src/data/phantom.ts';
import { seededRandom } from '../src/data/random.ts';
import { writeRawPair } from '../src/data/raw-pair.ts';
import { type Shape, voxelCount } from '../src/data/volume.ts';
import { temporaryFolder } from './files.ts';

/** No interruption. */
export const never = new AbortController().signal;
/** The contender of that id. */
export const contender = (id: string) => peerContenders.find((entry) => entry.id === id)!;

/** Grid and window of {@link tinyPair}. */
export const shape: Shape = [16, 16, 16];
export const window = 5;

/** Texture everywhere, correlated: no window stands on a threshold where rounding decides. */
export function texture() {
  const random = seededRandom(1);
  const fixed = Float32Array.from({ length: voxelCount(shape) }, () => random.normal());
  return { fixed, moving: fixed.map((value) => value + random.normal()) };
}

/** Two images as a pair of files, and the float64 reference on them. */
export function tinyPair({ moving, fixed }: { moving: Float32Array; fixed: Float32Array } = createPhantom(shape, 3)) {
  const folder = temporaryFolder();
  writeRawPair(folder, { moving, fixed, shape, source: 'phantom', description: 'test' });
  const loss = evaluateReference({ moving, fixed, shape: [1, 1, ...shape] }, commonDefinition(window));
  const referenceFile = join(folder, 'reference');
  writeFileSync(referenceFile, new Uint8Array(loss.gradients.moving.slice().buffer));
  return { folder, reference: { type: 'evaluation', loss: loss.loss, gradientFile: referenceFile } as const };
}
