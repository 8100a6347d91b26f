import { InvalidDataError, MissingRuntimeError } from '@fast-lncc/core';

/** Stands where the digest will be. */
export const unsealed = '0'.repeat(64);

/** How the header of a file to be sealed begins: the digest is the first of its metadata, so its place is known. */
const opening = new TextEncoder().encode('{"__metadata__":{"sha256":"');
const place = 8 + opening.length;

/** Bytes of data that are digested at a time, because the browser's digest takes a copy of what it is given. */
const pieceLength = 2 ** 24;

/**
 * Writes the digest of a safetensors file into its header, in the place of {@link unsealed}: the SHA-256, in hexadecimal, of
 * SHA-256 one after the other, that of length and header (with the digest as zeros) and those of the data, 16 MiB at a time.
 *
 * @param header length and header, which is changed.
 * @param data what follows, end to end.
 */
export async function seal(header: Uint8Array, data: readonly Uint8Array[]): Promise<void> {
  header.set(new TextEncoder().encode(await digestOf(header, data)), place);
}

/** @throws InvalidDataError unless every byte is as it was when the file was sealed. */
export async function assertSealed(file: Uint8Array): Promise<void> {
  const begins = opening.every((byte, index) => file[8 + index] === byte);
  const written = new TextDecoder().decode(file.subarray(place, place + unsealed.length));
  const start = 8 + Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  if (begins && written === (await digestOf(file.subarray(0, start), [file.subarray(start)]))) return;
  throw new InvalidDataError('It was changed after it had been written: its SHA-256 is another one.');
}

async function digestOf(header: Uint8Array, data: readonly Uint8Array[]): Promise<string> {
  const open = new Uint8Array(header);
  open.set(new TextEncoder().encode(unsealed), place);
  const digests = [...(await sha256(open))];
  for (const piece of piecesOf(data)) digests.push(...(await sha256(piece)));
  return Array.from(await sha256(Uint8Array.from(digests)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The data in pieces of one length, the last one apart; a piece is valid until the next is asked for. */
function* piecesOf(data: readonly Uint8Array[]): Generator<Uint8Array> {
  const piece = new Uint8Array(
    Math.min(
      pieceLength,
      data.reduce((length, part) => length + part.length, 0),
    ),
  );
  let filled = 0;
  for (const part of data) {
    for (let taken = 0; taken < part.length; ) {
      const next = part.subarray(taken, taken + piece.length - filled);
      piece.set(next, filled);
      filled += next.length;
      taken += next.length;
      if (filled < piece.length) continue;
      yield piece;
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new MissingRuntimeError('SHA-256 needs crypto.subtle, which a page has over https and on localhost only.');
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}
