import { crc32 } from 'node:zlib';
import { InvalidDataError } from '@fast-lncc/core';
import type { ZipEntry } from './directory.ts';
import { canInflateTo, inflateStart, inflateWhole } from './inflate.ts';

const localSignature = 0x04034b50;
const localLength = 30;
const methods = { stored: 0, deflated: 8 } as const;

/**
 * The first bytes of a file in a zip archive, at most 16 MiB.
 *
 * @throws InvalidDataError as {@link unzipEntry}, but for the checksum.
 */
export function unzipStart(archive: Uint8Array, entry: ZipEntry, name: string): Uint8Array {
  const bytes = locate(archive, entry, name);
  return entry.method === methods.stored ? bytes : inflate(entry, name, () => inflateStart(bytes, 'raw'));
}

/**
 * A whole file of a zip archive: a part of the archive's own bytes where it is stored, one new buffer where it is
 * deflated.
 *
 * @throws InvalidDataError when it lies outside the archive, is packed in another manner, cannot be unpacked to the
 * length that the directory tells, or has another checksum.
 */
export function unzipEntry(archive: Uint8Array, entry: ZipEntry, name: string): Uint8Array {
  const bytes = locate(archive, entry, name);
  const stored = entry.method === methods.stored;
  const content = stored ? bytes : inflate(entry, name, () => inflateWhole(bytes, 'raw', entry.length));
  if (content.length !== entry.length || crc32(content) !== entry.checksum) {
    throw new InvalidDataError(
      `${name} is corrupt: it unpacks to ${content.length} bytes that are not the ${entry.length} that were packed. Copy it again.`,
    );
  }
  return content;
}

function locate(archive: Uint8Array, entry: ZipEntry, name: string): Uint8Array {
  const { offset, compressedLength, length, method } = entry;
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const inside = offset + localLength <= archive.length && view.getUint32(offset, true) === localSignature;
  const start = inside
    ? offset + localLength + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
    : archive.length + 1;
  if (start + compressedLength > archive.length) {
    throw new InvalidDataError(
      `${name} lies outside the npz (zip) file of ${archive.length} bytes: the file is truncated. Copy it again.`,
    );
  }
  if (entry.encrypted || (method !== methods.stored && method !== methods.deflated)) {
    const how = entry.encrypted ? 'encrypted' : `packed with the zip method ${method}`;
    throw new InvalidDataError(`${name} is ${how}. Save it with numpy.savez or numpy.savez_compressed.`);
  }
  if (method === methods.deflated && !canInflateTo(compressedLength, length)) {
    throw new InvalidDataError(
      `${name} is said to unpack from ${compressedLength} to ${length} bytes, which is not possible. The file is corrupt: copy it again.`,
    );
  }
  return archive.subarray(start, start + compressedLength);
}

function inflate(entry: ZipEntry, name: string, run: () => Uint8Array): Uint8Array {
  try {
    return run();
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
        ? `it holds more than the ${entry.length} bytes it is said to hold`
        : (cause as Error).message;
    throw new InvalidDataError(
      `${name} cannot be unpacked (${reason}): the npz file is truncated or corrupt. Copy it again.`,
      {
        cause,
      },
    );
  }
}
