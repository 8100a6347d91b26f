import { InvalidDataError } from '@fast-lncc/core';

/** One file of a zip archive, as its directory tells. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly checksum: number;
  readonly compressedLength: number;
  readonly length: number;
  /** Of its local header. */
  readonly offset: number;
}

const signatures = { end: 0x06054b50, entry: 0x02014b50 } as const;
const lengths = { end: 22, entry: 46, comment: 0xffff } as const;

/**
 * The directory at the end of a zip archive (APPNOTE 4.3.12 and 4.3.16), which says where each file lies and how long it
 * is. Archives of more than 4 GiB (zip64) are beyond what is read here.
 *
 * @throws InvalidDataError when there is none, or it points outside the archive.
 */
export function readZipDirectory(bytes: Uint8Array, path: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const broken = (what: string) =>
    new InvalidDataError(
      `${path} is not a complete npz (zip) file of ${bytes.length} bytes (${what}): it is truncated or of another format. Copy it again.`,
    );
  const end = findEnd(view);
  if (end === undefined) throw broken('it has no directory');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + lengths.entry > end || view.getUint32(at, true) !== signatures.entry) {
      throw broken(`its directory breaks off after ${index} of ${count} files`);
    }
    const nameLength = view.getUint16(at + 28, true);
    const next = at + lengths.entry + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw broken(`its directory breaks off after ${index} of ${count} files`);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + lengths.entry, at + lengths.entry + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      compressedLength: view.getUint32(at + 20, true),
      length: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

/** The end record stands last, but for a comment of at most 64 KiB. */
function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - lengths.end - lengths.comment);
  for (let at = view.byteLength - lengths.end; at >= first; at--) {
    if (view.getUint32(at, true) === signatures.end) return at;
  }
  return undefined;
}
