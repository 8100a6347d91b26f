import type { Refuse } from './refuse.ts';
import { isKind, nameOf, type PickleGlobal, type PickleValue } from './values.ts';

/**
 * The names that NumPy 1 and 2 write for arrays of numbers, by what they mean here. A name is only ever looked up in this
 * table: nothing is imported.
 */
const globals: Readonly<Record<string, string>> = {
  'numpy.core.multiarray._reconstruct': '_reconstruct',
  'numpy._core.multiarray._reconstruct': '_reconstruct',
  'numpy.core.numeric._frombuffer': '_frombuffer',
  'numpy._core.numeric._frombuffer': '_frombuffer',
  'numpy.ndarray': 'ndarray',
  'numpy.dtype': 'dtype',
  '_codecs.encode': 'encode',
};

const longestName = 100;

/** @throws InvalidDataError for a name that is not in the table. */
export function requireGlobal(module: PickleValue | string, name: PickleValue | string, refuse: Refuse): PickleGlobal {
  const path = `${partOf(module, refuse)}.${partOf(name, refuse)}`;
  if (!Object.hasOwn(globals, path)) throw refuse(`the global ${JSON.stringify(path)}`);
  return { kind: 'global', name: globals[path]! };
}

function partOf(part: PickleValue | string, refuse: Refuse): string {
  if (typeof part === 'string') return part;
  if (!isKind(part, 'text')) throw refuse(`${nameOf(part)} as the name of a global`);
  const cut = part.bytes.length > longestName ? '…' : '';
  return new TextDecoder().decode(part.bytes.subarray(0, longestName)) + cut;
}
