import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Shape } from './volume.ts';

/**
 * A grid size such as `80x96x112`.
 *
 * @param option that it was given with.
 * @throws UnsupportedOptionError when it is not three whole numbers.
 */
export function parseGridSize(text: string, option = '--size'): Shape {
  const extents = text.split(/[x×,]/i).map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (extents.length !== 3 || extents.some((extent) => !Number.isSafeInteger(extent))) {
    throw new UnsupportedOptionError(`${option} ${text} is not three whole numbers. Write it as 80x96x112.`);
  }
  return extents as unknown as Shape;
}
