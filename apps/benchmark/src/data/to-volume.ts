import { InvalidDataError } from '@fast-lncc/core';
import { copyInCOrder, type Layout, type Scale } from './arrays/in-c-order.ts';
import { type NumberValues, nativeValues } from './arrays/native-values.ts';
import type { NumberType } from './arrays/number-type.ts';
import { lastAxisFastest } from './arrays/stored-array.ts';
import type { LabelVolume } from './label-volume.ts';
import type { StoredVolume } from './stored-scan.ts';
import { formatShape, requireUsable, type Shape, type Volume } from './volume.ts';

const largestLabel = 0xffff;

/**
 * The image in C order as float32. Where the file holds just that, its own buffer is used.
 *
 * @throws InvalidDataError when the array has not three axes (more are accepted where their extent is 1), or its values
 * cannot be used.
 */
export function toVolume({ array, affine }: StoredVolume, path: string): Volume {
  const { shape, strides } = threeAxes(array, path);
  const values = nativeValues(array.bytes, array.type, array.littleEndian);
  const asStored = values instanceof Float32Array && !array.scale && isCOrder(shape, strides);
  const data = asStored
    ? values
    : copyInCOrder(values, { shape, strides }, new Float32Array(values.length), array.scale);
  return requireUsable(affine ? { data, shape, affine } : { data, shape }, path);
}

/**
 * The labels in C order as uint16, in the file's own buffer where it holds just that.
 *
 * @throws InvalidDataError when the array has not three axes, or a value that is no whole number from 0 to 65535.
 */
export function toLabelVolume({ array, affine }: StoredVolume, path: string): LabelVolume {
  const { shape, strides } = threeAxes(array, path);
  const values = nativeValues(array.bytes, array.type, array.littleEndian);
  if (array.scale || !isLabelType(array.type)) requireLabels(values, { shape, strides }, array.scale, path);
  const asStored = values instanceof Uint16Array && !array.scale && isCOrder(shape, strides);
  const data = asStored
    ? values
    : copyInCOrder(values, { shape, strides }, new Uint16Array(values.length), array.scale);
  return affine ? { data, shape, affine } : { data, shape };
}

/** Types that hold nothing but labels. */
function isLabelType(type: NumberType): boolean {
  return type === 'bool' || type === 'uint8' || type === 'uint16';
}

function requireLabels(
  values: NumberValues,
  layout: Layout,
  { slope, intercept }: Scale = { slope: 1, intercept: 0 },
  path: string,
): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]! * slope + intercept;
    if (value !== (value & largestLabel)) {
      throw new InvalidDataError(
        `${path} is no label map: it holds ${value} at voxel (${positionOf(index, layout).join(', ')}); labels are whole numbers from 0 to ${largestLabel}. Give the file of the labels, not the scan.`,
      );
    }
  }
}

/** Drops axes of extent 1 until three are left, outermost first. */
function threeAxes({ shape, strides }: StoredVolume['array'], path: string): { shape: Shape; strides: Shape } {
  const axes = shape.map((extent, axis) => ({ extent, stride: strides[axis]! }));
  while (axes.length > 3 && axes.some(({ extent }) => extent === 1)) {
    axes.splice(
      axes.findIndex(({ extent }) => extent === 1),
      1,
    );
  }
  if (axes.length !== 3) {
    throw new InvalidDataError(
      `${path} has the shape ${formatShape(shape) || '()'}; a volume with three axes is needed. Save one 3-D image.`,
    );
  }
  if (axes.some(({ extent }) => extent === 0)) {
    throw new InvalidDataError(`${path} holds no voxel: its shape is ${formatShape(shape)}. Give another file.`);
  }
  const pick = (key: 'extent' | 'stride') => axes.map((axis) => axis[key]) as unknown as Shape;
  return { shape: pick('extent'), strides: pick('stride') };
}

function isCOrder(shape: Shape, strides: Shape): boolean {
  return lastAxisFastest(shape).every((stride, axis) => shape[axis] === 1 || strides[axis] === stride);
}

/** The voxel whose number stands at `index`: the axes with the longest strides come first. */
function positionOf(index: number, { shape, strides }: Layout): number[] {
  const position = [0, 0, 0];
  let rest = index;
  const axes = [0, 1, 2].filter((axis) => shape[axis]! > 1);
  for (const axis of axes.sort((first, second) => strides[second]! - strides[first]!)) {
    position[axis] = Math.floor(rest / strides[axis]!);
    rest -= position[axis]! * strides[axis]!;
  }
  return position;
}
