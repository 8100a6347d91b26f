import { InvalidDataError } from '@fast-lncc/core';
import { isNIFTI1, isNIFTI2, NIFTI1, NIFTI2, readHeader } from 'nifti-reader-js';
import type { Affine } from '../affine.ts';
import type { Scale } from '../arrays/in-c-order.ts';
import type { NumberType } from '../arrays/number-type.ts';
import { latin1Text } from '../latin1-text.ts';
import { formatShape, type Shape } from '../volume.ts';
import { affineOf } from './affine-of.ts';

export interface NiftiHeader {
  readonly shape: Shape;
  readonly type: NumberType;
  readonly littleEndian: boolean;
  /** Where the voxels begin. */
  readonly offset: number;
  readonly scale?: Scale;
  readonly affine?: Affine;
}

const datatypes: Readonly<Record<number, NumberType>> = {
  2: 'uint8',
  4: 'int16',
  8: 'int32',
  16: 'float32',
  64: 'float64',
  256: 'int8',
  512: 'uint16',
  768: 'uint32',
  1024: 'int64',
  1280: 'uint64',
};

/** @throws InvalidDataError when the bytes do not begin with a header, or it describes no scalar volume. */
export function parseNiftiHeader(bytes: Uint8Array, path: string): NiftiHeader {
  const header = parse(bytes, path);
  const version = header instanceof NIFTI2 ? 2 : 1;
  const shape = shapeOf(header, path);
  const type = datatypes[header.datatypeCode];
  if (!type) {
    throw new InvalidDataError(
      `${path} stores voxels of NIfTI datatype ${header.datatypeCode}, which is not a plain number. Convert it to float32 (datatype 16).`,
    );
  }
  const offset = header.vox_offset;
  const smallest = version === 2 ? 544 : 352;
  if (!(Number.isSafeInteger(offset) && offset >= smallest)) {
    throw new InvalidDataError(
      `${path} says its voxels start at byte ${offset}; in a single NIfTI-${version} file they start at ${smallest} or later. The header is corrupt: export the image again.`,
    );
  }
  const { littleEndian } = header;
  const scale = scaleOf(header);
  const affine = affineOf(header, bytes, path);
  return { shape, type, littleEndian, offset, ...(scale && { scale }), ...(affine && { affine }) };
}

function parse(bytes: Uint8Array, path: string): NIFTI1 | NIFTI2 {
  // The header alone: the parser follows the lengths of whatever extensions it sees behind it.
  const start = (length: number) => {
    if (bytes.length >= length) return new Uint8Array(bytes.subarray(0, length)).buffer;
    throw new InvalidDataError(
      `${path} is not NIfTI, or truncated within its header: ${bytes.length} bytes, the header alone has ${length}. Copy or download it again.`,
    );
  };
  const first = start(NIFTI1.STANDARD_HEADER_SIZE);
  const header = isNIFTI2(first) ? start(NIFTI2.MAGIC_COOKIE) : first;
  if (!isNIFTI1(header) && !isNIFTI2(header)) {
    const magic = latin1Text(new Uint8Array(header, NIFTI1.MAGIC_NUMBER_LOCATION, 4));
    const wayOut = magic.startsWith('ni1')
      ? 'It is the header of an .hdr/.img pair: save it as one .nii file.'
      : 'Give a .nii, .nii.gz, .npz, .npy or .pkl file.';
    throw new InvalidDataError(
      `${path} is not a NIfTI-1 file, nor NIfTI-2: at byte 344 it has ${JSON.stringify(magic)}, not "n+1". ${wayOut}`,
    );
  }
  try {
    return readHeader(header);
  } catch (cause) {
    throw new InvalidDataError(
      `The NIfTI header of ${path} cannot be parsed (${(cause as Error).message}). Export the image again.`,
      { cause },
    );
  }
}

/** Three extents; further axes are accepted where their extent is 1 (an unused time axis). */
function shapeOf({ dims }: NIFTI1 | NIFTI2, path: string): Shape {
  const rank = dims[0]!;
  const extents = dims.slice(1, rank + 1);
  const isVolume = rank >= 3 && rank <= 7 && extents.slice(3).every((extent) => extent === 1);
  if (!isVolume) {
    throw new InvalidDataError(
      `${path} has ${rank} axes (${formatShape(extents)}); a volume with three axes is needed. Extract one 3-D image from it.`,
    );
  }
  const shape = extents.slice(0, 3) as unknown as Shape;
  if (shape.some((extent) => extent < 1)) {
    throw new InvalidDataError(`${path} holds no voxel: its shape is ${formatShape(shape)}. Give another file.`);
  }
  return shape;
}

function scaleOf({ scl_slope: slope, scl_inter: intercept }: NIFTI1 | NIFTI2): Scale | undefined {
  const offset = Number.isFinite(intercept) ? intercept : 0;
  const isScaled = Number.isFinite(slope) && slope !== 0 && !(slope === 1 && offset === 0);
  return isScaled ? { slope, intercept: offset } : undefined;
}
