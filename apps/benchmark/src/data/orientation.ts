import { UnsupportedOptionError } from '@fast-lncc/core';
import { type Affine, composeAffines } from './affine.ts';
import { copyInCOrder } from './arrays/in-c-order.ts';
import { lastAxisFastest } from './arrays/stored-array.ts';
import { closestAxes, type DirectedAxis } from './closest-axes.ts';
import type { LabelVolume } from './label-volume.ts';
import { type Shape, type Volume, voxelCount } from './volume.ts';

/** What the index along an axis runs towards, by the axis of the world: to the negative end, to the positive. */
const letters = ['LR', 'PA', 'IS'] as const;

/**
 * Three letters that tell where the indices of a volume grow: `RAS` to the right, to the front (anterior) and up
 * (superior); as `nibabel.aff2axcodes`.
 *
 * @throws InvalidDataError when the affine is singular.
 */
export function orientationOf(affine: Affine): string {
  return closestAxes(affine)
    .map(({ axis, positive }) => letters[axis]![positive ? 1 : 0])
    .join('');
}

/**
 * The volume with its axes swapped and flipped to the orientation that is meant, and its affine with them, so that every
 * voxel stays where it is in the world: `RAS` is `nibabel.as_closest_canonical`. Nothing is interpolated. A volume without
 * an affine, and one that already lies so, is returned as it is.
 *
 * @throws InvalidDataError when the affine is singular; UnsupportedOptionError when the orientation is none of the 48.
 */
export function reorient<V extends Volume | LabelVolume>(volume: V, orientation: string): V {
  const wanted = parseOrientation(orientation);
  const { affine, shape, data } = volume;
  if (!affine) return volume;
  const found = closestAxes(affine);
  const turns = wanted.map(({ axis, positive }) => {
    const source = found.findIndex((direction) => direction.axis === axis);
    return { source, flip: found[source]!.positive !== positive };
  });
  if (turns.every(({ source, flip }, axis) => source === axis && !flip)) return volume;
  const strides = lastAxisFastest(shape);
  const layout = {
    shape: turns.map(({ source }) => shape[source]!) as unknown as Shape,
    strides: turns.map(({ source, flip }) => (flip ? -strides[source]! : strides[source]!)) as unknown as Shape,
    start: turns.reduce((sum, { source, flip }) => sum + (flip ? (shape[source]! - 1) * strides[source]! : 0), 0),
  };
  const toSource: Affine = [0, 1, 2].map((row) => {
    const target = turns.findIndex(({ source }) => source === row);
    const entries: [number, number, number, number] = [0, 0, 0, turns[target]!.flip ? shape[row]! - 1 : 0];
    entries[target] = turns[target]!.flip ? -1 : 1;
    return entries;
  });
  const target =
    data instanceof Float32Array ? new Float32Array(voxelCount(shape)) : new Uint16Array(voxelCount(shape));
  return {
    ...volume,
    data: copyInCOrder(data, layout, target),
    shape: layout.shape,
    affine: composeAffines(affine, toSource),
  };
}

function parseOrientation(orientation: string): DirectedAxis[] {
  const axes = [...orientation].map((letter) => {
    const axis = letters.findIndex((ends) => ends.includes(letter));
    return { axis, positive: letters[axis]?.[1] === letter };
  });
  const isComplete = axes.length === 3 && [0, 1, 2].every((axis) => axes.some((direction) => direction.axis === axis));
  if (!isComplete) {
    throw new UnsupportedOptionError(
      `The orientation ${orientation} has not one letter of each of L/R, P/A and I/S. Write it as RAS.`,
    );
  }
  return axes;
}
