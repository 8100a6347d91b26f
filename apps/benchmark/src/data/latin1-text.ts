/** Bytes as text, each a character. `TextDecoder('latin1')` is windows-1252, as the standard says and Node 24 does. */
export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
