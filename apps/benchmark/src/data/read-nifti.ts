import { InvalidDataError } from '@fast-lncc/core';
import { byteLengthOf, firstAxisFastest } from './arrays/stored-array.ts';
import { type NiftiHeader, parseNiftiHeader } from './nifti/header.ts';
import { readBytes } from './read-bytes.ts';
import type { StoredScan } from './stored-scan.ts';
import { formatShape } from './volume.ts';
import { canInflateTo, inflateStart, inflateWhole } from './zip/inflate.ts';

/** What may follow the voxels of a gzipped file. */
const slack = 2 ** 16;
const longestHeader = 544;

/**
 * A single-file NIfTI-1 or NIfTI-2 image (`.nii`, `.nii.gz`) of either byte order, with `scl_slope` and `scl_inter` (a
 * slope of 0 means unscaled, as the format defines). Axes follow `Volume`; the affine is the header's sform, its qform
 * where there is no sform, and absent where neither is set.
 *
 * @throws InvalidDataError when the file is unreadable, truncated, of another format or not a scalar volume.
 */
export function openNifti(path: string): StoredScan {
  const file = readBytes(path);
  const isGzip = file[0] === 0x1f && file[1] === 0x8b;
  const header = parseNiftiHeader(isGzip ? unpackStart(file, path) : file, path);
  const { shape, type, littleEndian, scale, affine, offset } = header;
  const length = byteLengthOf(shape, type, path);
  const content = isGzip ? unpack(file, header, offset + length, path) : file;
  requireLength(content.length, header, offset + length, path);
  const bytes = content.subarray(offset, offset + length);
  const array = { bytes, type, littleEndian, shape, strides: firstAxisFastest(shape), ...(scale && { scale }) };
  return { image: () => (affine ? { array, affine } : { array }) };
}

function requireLength(length: number, { shape, type }: NiftiHeader, needed: number, path: string): void {
  if (length < needed) {
    throw new InvalidDataError(
      `${path} is truncated: ${formatShape(shape)} voxels of ${type} need ${needed} bytes, it has ${length}. Copy or download it again.`,
    );
  }
}

function unpackStart(file: Uint8Array, path: string): Uint8Array<ArrayBuffer> {
  const start = unpackWith(file, path, () => inflateStart(file, 'gzip'));
  // Too little for any header: the whole tells whether it is cut off.
  return start.length < longestHeader ? unpackWith(file, path, () => inflateWhole(file, 'gzip', slack)) : start;
}

function unpack(file: Uint8Array, header: NiftiHeader, needed: number, path: string): Uint8Array<ArrayBuffer> {
  if (!canInflateTo(file.length, needed)) {
    throw new InvalidDataError(
      `${path} is truncated: ${formatShape(header.shape)} voxels of ${header.type} need ${needed} bytes, which ${file.length} bytes of gzip cannot hold. Copy or download it again.`,
    );
  }
  return unpackWith(file, path, () => inflateWhole(file, 'gzip', needed + slack));
}

function unpackWith(file: Uint8Array, path: string, inflate: () => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    return inflate();
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
        ? 'it holds more than its header says, or more than fits into memory'
        : `${(cause as Error).message}: it is truncated or corrupt`;
    throw new InvalidDataError(
      `${path} is gzip of ${file.length} bytes that cannot be unpacked (${reason}). Copy or download it again.`,
      { cause },
    );
  }
}
