import type { ResolvedDefinition } from '../resolve.ts';
import { meanOverWindowed } from './channels.ts';
import { leastDivisor, type Operations, selectInside } from './operations.ts';
import type { ImageName } from './per-image.ts';

/** What is subtracted from an image; `undefined` where it is used as it is. */
export type Center<T> = T | number | undefined;

/** Share of exact zeros above which an image counts as having a zero background, which centering would blur. */
const zeroBackgroundShare = 0.05;

/**
 * The constant of one image under `center: 'auto'`: 0 where more than 5 % of its voxels are exactly 0, else its mean,
 * over the voxels with `mask > 0`: per sample and channel, or per sample where the window spans the channels. It stays
 * on the device.
 */
function automaticCenter<T>(operations: Operations<T>, definition: ResolvedDefinition, image: T, mask?: T): T {
  const imageMean = (map: T) => meanOverWindowed(operations, definition, operations.imageMean(map));
  const seen = selectInside(operations, mask, image);
  const inside = selectInside(operations, mask, 1);
  const covered = inside === 1 ? inside : operations.maximum(imageMean(inside), leastDivisor);
  const meanOf = (map: T) => (covered === 1 ? imageMean(map) : operations.divide(imageMean(map), covered));
  const zeros = operations.whereAtMost(operations.multiply(seen, seen), 0, inside);
  return operations.whereAtMost(meanOf(zeros), zeroBackgroundShare, meanOf(seen));
}

/** The center of one image as the definition asks for it. */
export function centerOf<T>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  which: ImageName,
  image: T,
  mask?: T,
): Center<T> {
  const { center } = definition;
  if (center === 'none') return undefined;
  if (center === 'auto') return automaticCenter(operations, definition, image, mask);
  return center[which === 'moving' ? 0 : 1];
}

/** `image − center` */
export const subtractCenter = <T>(operations: Operations<T>, image: T, center: Center<T>): T =>
  typeof center === 'number'
    ? operations.shift(image, -center)
    : center === undefined
      ? image
      : operations.subtract(image, center);

/** `center · map` for a center that may be a number. */
export const timesCenter = <T>(operations: Operations<T>, map: T, center: T | number): T =>
  typeof center === 'number' ? operations.scale(map, center) : operations.multiply(map, center);
