import { numpyType } from '../arrays/numpy-type.ts';
import { frombufferContent, stateContent } from './array-content.ts';
import type { Refuse } from './refuse.ts';
import { isKind, nameOf, type PickleType, type PickleValue } from './values.ts';

type Call = (values: readonly PickleValue[], refuse: Refuse) => PickleValue;

/** What the four functions of NumPy's pickles do, and no more. */
const calls: Readonly<Record<string, Call>> = {
  /** An empty array, which BUILD fills. */
  _reconstruct: ([type], refuse) => {
    if (!isKind(type, 'global') || type.name !== 'ndarray') throw refuse(`${nameOf(type)} in place of numpy.ndarray`);
    return { kind: 'array' };
  },
  _frombuffer: (values, refuse) => ({ kind: 'array', content: frombufferContent(values, refuse) }),
  dtype: ([code], refuse) => {
    const type = isKind(code, 'text') ? numpyType(shortText(code.bytes)) : undefined;
    if (type === undefined) {
      const found = isKind(code, 'text') ? JSON.stringify(shortText(code.bytes)) : nameOf(code);
      throw refuse(`values of the NumPy type ${found}, which are no real numbers,`);
    }
    return { kind: 'dtype', type, littleEndian: true };
  },
  /** How protocol 2 writes bytes: as the text that latin1 makes of them. */
  encode: ([text, encoding], refuse) => {
    if (!isKind(text, 'text') || !isKind(encoding, 'text') || shortText(encoding.bytes) !== 'latin1') {
      throw refuse('an encoding other than latin1');
    }
    return { kind: 'bytes', bytes: text.bytes, isText: true };
  },
};

/** REDUCE. @throws InvalidDataError when what is called is not one of the functions, or its arguments are not its own. */
export function callGlobal(callee: PickleValue, values: PickleValue, refuse: Refuse): PickleValue {
  if (!isKind(callee, 'global') || !Object.hasOwn(calls, callee.name)) {
    const name = isKind(callee, 'global') ? callee.name : nameOf(callee);
    throw refuse(`a call of ${name}`);
  }
  if (!isKind(values, 'tuple')) throw refuse(`a call of ${callee.name} with ${nameOf(values)}`);
  return calls[callee.name]!(values.items, refuse);
}

/** BUILD. @throws InvalidDataError when the object is not an array or a dtype, or the state is not one of NumPy's. */
export function buildState(target: PickleValue, state: PickleValue, refuse: Refuse): void {
  const items = isKind(state, 'tuple') ? state.items : undefined;
  if (isKind(target, 'dtype')) setByteOrder(target, items, refuse);
  else if (isKind(target, 'array')) target.content = stateContent(items, refuse);
  else throw refuse(`a state for ${nameOf(target)}`);
}

/** `(version, byte order, None, None, None, -1, -1, flags)`: three Nones, because structures of fields have other values. */
function setByteOrder(dtype: PickleType, items: readonly PickleValue[] | undefined, refuse: Refuse): void {
  const order = items?.[1];
  const symbol = isKind(order, 'text') ? shortText(order.bytes) : '';
  const isPlain = items?.slice(2, 5).every((part) => part === null) && items.length >= 5;
  if (!isPlain || !['<', '>', '|'].includes(symbol)) throw refuse('a NumPy type that is not a plain number');
  dtype.littleEndian = symbol !== '>';
}

function shortText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 20));
}
