import { InvalidDataError, MissingRuntimeError } from '@fast-lncc/core';

/** Stands where the digest will be. */
export const unsealed = '0'.repeat(64);

/** How the header of a file to be sealed begins: the digest is the first of its metadata, so its place is known. */
const opening = new TextEncoder().encode('{"__metadata__":{"sha256":"');
const place = 8 + opening.length;

/**
 * Writes the digest of a safetensors file into it, in the place of {@link unsealed}: the SHA-256, in hexadecimal, of two
 * SHA-256 one after the other, that of length and header (with the digest as zeros) and that of the data.
 */
export async function seal(file: Uint8Array): Promise<Uint8Array> {
  file.set(new TextEncoder().encode(await digestOf(file)), place);
  return file;
}

/** @throws InvalidDataError unless every byte is as it was when the file was sealed. */
export async function assertSealed(file: Uint8Array): Promise<void> {
  const begins = opening.every((byte, index) => file[8 + index] === byte);
  const written = new TextDecoder().decode(file.subarray(place, place + unsealed.length));
  if (begins && written === (await digestOf(file))) return;
  throw new InvalidDataError('It was changed after it had been written: its SHA-256 is another one.');
}

async function digestOf(file: Uint8Array): Promise<string> {
  const start = 8 + Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  const header = new Uint8Array(file.subarray(0, start));
  header.set(new TextEncoder().encode(unsealed), place);
  const parts = new Uint8Array(64);
  parts.set(await sha256(header), 0);
  parts.set(await sha256(file.subarray(start)), 32);
  return Array.from(await sha256(parts), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new MissingRuntimeError('SHA-256 needs crypto.subtle, which a page has over https and on localhost only.');
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}
