/** A finite number as a WGSL expression of type f32. */
export function float(value: number): string {
  const literal = `${Math.fround(value)}f`;
  return value < 0 ? `(${literal})` : literal;
}

/** Lines of code, without those that are absent. */
export const lines = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join('\n');

/** `count` results of a function of the index. */
export const repeat = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));
