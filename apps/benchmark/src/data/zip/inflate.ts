import { gunzipSync, inflateRawSync, constants as zlib } from 'node:zlib';

/** Deflate cannot make more than this many bytes of one. */
const largestRatio = 1032;
/** What is enough to find a header, and makes 16 MiB at most. */
const startBytes = 2 ** 14;

const inflaters = { gzip: gunzipSync, raw: inflateRawSync } as const;

/** Whether so many bytes can have come out of so many: more cannot, whatever a header says. */
export function canInflateTo(compressed: number, wanted: number): boolean {
  return wanted <= compressed * largestRatio;
}

/** The first bytes of a deflated stream, which may be cut off. At most 16 MiB. */
export function inflateStart(bytes: Uint8Array, format: keyof typeof inflaters): Uint8Array<ArrayBuffer> {
  return inflaters[format](bytes.subarray(0, startBytes), {
    finishFlush: zlib.Z_SYNC_FLUSH,
    maxOutputLength: startBytes * largestRatio,
  });
}

/**
 * A whole deflated stream, in one buffer that is allocated once.
 *
 * @param limit the most bytes it may become.
 * @throws Error when the stream is cut off, corrupt, or longer.
 */
export function inflateWhole(
  bytes: Uint8Array,
  format: keyof typeof inflaters,
  limit: number,
): Uint8Array<ArrayBuffer> {
  // One byte more than can come: zlib would take a second buffer and join the two where the first is full.
  return inflaters[format](bytes, { chunkSize: Math.max(64, limit + 1), maxOutputLength: Math.max(1, limit) });
}
