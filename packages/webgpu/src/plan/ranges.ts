/** A part of a buffer, in bytes. */
export interface BufferRange {
  readonly offset: number;
  readonly size: number;
}

/**
 * The part of a buffer that holds the elements [first, end) of f32, from an offset that a binding may have.
 *
 * @param origin The element that kernels count from.
 * @returns the range, and where the origin lies counted from its start: before it, where that is negative.
 */
export function rangeOf(
  origin: number,
  first: number,
  end: number,
  { minStorageBufferOffsetAlignment: alignment }: Pick<GPUSupportedLimits, 'minStorageBufferOffsetAlignment'>,
): { readonly start: number; readonly range: BufferRange } {
  const offset = Math.floor((4 * first) / alignment) * alignment;
  return { start: origin - offset / 4, range: { offset, size: 4 * end - offset } };
}
