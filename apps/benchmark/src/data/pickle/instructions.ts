import { buildState, callGlobal } from './calls.ts';
import { requireGlobal } from './globals.ts';
import type { Machine } from './machine.ts';
import { isKind, nameOf, type PickleSequence, type PickleValue } from './values.ts';

type Instruction = (machine: Machine) => void;

const push =
  (read: (machine: Machine) => PickleValue): Instruction =>
  (machine) =>
    machine.push(read(machine));

const text = (length: (machine: Machine) => number) =>
  push((machine) => ({ kind: 'text', bytes: machine.cursor.bytes(length(machine)) }));

const bytes = (length: (machine: Machine) => number) =>
  push((machine) => ({ kind: 'bytes', bytes: machine.cursor.bytes(length(machine)), isText: false }));

const tuple = (count: number) =>
  push((machine) => {
    const items = Array.from({ length: count }, () => machine.pop()).reverse();
    return { kind: 'tuple', items };
  });

const remember = (key: (machine: Machine) => number) => (machine: Machine) => {
  machine.memo.set(key(machine), machine.top());
};

const recall = (key: (machine: Machine) => number) =>
  push((machine) => {
    const index = key(machine);
    const value = machine.memo.get(index);
    if (value === undefined) throw machine.refuse(`a reference to value ${index}, which it has not`);
    return value;
  });

const byte = ({ cursor }: Machine) => cursor.byte();
const uint32 = ({ cursor }: Machine) => cursor.uint32();
const uint64 = ({ cursor }: Machine) => cursor.uint64();

function topList(machine: Machine): PickleSequence<'list'> {
  const list = machine.top();
  if (!isKind(list, 'list')) throw machine.refuse(`a value appended to ${nameOf(list)}`);
  return list;
}

/** The opcodes that arrays, and tuples and lists of them, are made of. There are no others. */
export const instructions: Readonly<Record<string, Instruction>> = {
  FRAME: ({ cursor, refuse }) => {
    const length = cursor.uint64();
    if (length > cursor.length - cursor.position()) throw refuse(`a frame of ${length} bytes beyond its end`);
  },
  MARK: (machine) => machine.mark(),
  NONE: push(() => null),
  NEWTRUE: push(() => true),
  NEWFALSE: push(() => false),
  BININT: push(({ cursor }) => cursor.int32()),
  BININT1: push(byte),
  BININT2: push(({ cursor }) => cursor.uint16()),
  LONG1: push((machine) => {
    const digits = machine.cursor.bytes(machine.cursor.byte());
    if (digits.length > 8) throw machine.refuse(`an integer of ${digits.length} bytes`);
    const hex = Buffer.from(digits).reverse().toString('hex') || '0';
    return Number(BigInt.asIntN(8 * digits.length, BigInt(`0x${hex}`)));
  }),
  SHORT_BINUNICODE: text(byte),
  BINUNICODE: text(uint32),
  BINUNICODE8: text(uint64),
  SHORT_BINBYTES: bytes(byte),
  BINBYTES: bytes(uint32),
  BINBYTES8: bytes(uint64),
  BYTEARRAY8: bytes(uint64),
  EMPTY_TUPLE: tuple(0),
  TUPLE1: tuple(1),
  TUPLE2: tuple(2),
  TUPLE3: tuple(3),
  TUPLE: push((machine) => ({ kind: 'tuple', items: machine.popToMark() })),
  EMPTY_LIST: push(() => ({ kind: 'list', items: [] })),
  APPEND: (machine) => {
    const item = machine.pop();
    topList(machine).items.push(item);
  },
  APPENDS: (machine) => {
    const items = machine.popToMark();
    const list = topList(machine);
    for (const item of items) list.items.push(item);
  },
  BINPUT: remember(byte),
  LONG_BINPUT: remember(uint32),
  MEMOIZE: remember(({ memo }) => memo.size),
  BINGET: recall(byte),
  LONG_BINGET: recall(uint32),
  GLOBAL: push((machine) => requireGlobal(machine.cursor.line(), machine.cursor.line(), machine.refuse)),
  STACK_GLOBAL: push((machine) => {
    const name = machine.pop();
    const module = machine.pop();
    return requireGlobal(module, name, machine.refuse);
  }),
  REDUCE: push((machine) => {
    const values = machine.pop();
    return callGlobal(machine.pop(), values, machine.refuse);
  }),
  BUILD: (machine) => {
    const state = machine.pop();
    buildState(machine.top(), state, machine.refuse);
  },
};
