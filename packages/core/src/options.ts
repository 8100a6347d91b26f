import { UnsupportedOptionError } from './errors.ts';
import { assertValid, isObject } from './messages.ts';

/** @throws UnsupportedOptionError naming the first key that is not known, and those that are. */
export function assertKnownKeys(options: object, known: readonly string[], what: string): void {
  assertValid(isObject(options), UnsupportedOptionError, what, options, 'an object');
  for (const key of Object.keys(options)) oneOf(`key in ${what}`, key, known);
}

/** @throws UnsupportedOptionError unless the value is one of those listed. */
export function oneOf<const Value extends string>(name: string, value: string, values: readonly Value[]): Value {
  const isListed = values.includes(value as Value);
  assertValid(isListed, UnsupportedOptionError, name, value, `one of '${values.join("', '")}'`);
  return value as Value;
}

/**
 * Options with the defaults filled in: a list of words stands for an option that is one of them, the first by default;
 * an option whose default is a number must be a number; others are checked by whoever uses them.
 *
 * @param what names the options in messages.
 * @throws UnsupportedOptionError for unknown keys, unknown words, and numbers that are none.
 */
export function resolveOptions<Resolved>(
  what: string,
  given: object,
  defaults: Readonly<Record<keyof Resolved, unknown>>,
): Resolved {
  assertKnownKeys(given, Object.keys(defaults), what);
  const entries = Object.entries(defaults).map(([key, standard]) => {
    const name = `${what}.${key}`;
    const words = Array.isArray(standard);
    const chosen = (given as Record<string, unknown>)[key] ?? (words ? standard[0] : standard);
    if (words) oneOf(name, chosen as string, standard);
    const valid = typeof standard !== 'number' || chosen === standard || Number.isFinite(chosen);
    assertValid(valid, UnsupportedOptionError, name, chosen, 'a finite number');
    return [key, chosen];
  });
  return Object.fromEntries(entries);
}
