import type { Cursor } from './cursor.ts';
import type { Refuse } from './refuse.ts';
import type { PickleValue } from './values.ts';

/** What the opcodes work on: a stack with marks, and values remembered by number. */
export interface Machine {
  readonly cursor: Cursor;
  push(value: PickleValue): void;
  pop(): PickleValue;
  /** The value on top, which stays. */
  top(): PickleValue;
  mark(): void;
  /** Everything above the last mark, and the mark. */
  popToMark(): PickleValue[];
  readonly memo: Map<number, PickleValue>;
  /** How many values are on the stack, marks not counted. */
  depth(): number;
  /** Set before each opcode, so that every refusal names it. */
  refuse: Refuse;
}

export function createMachine(cursor: Cursor, refuse: Refuse): Machine {
  const stack: PickleValue[] = [];
  const marks: number[] = [];
  const machine: Machine = {
    cursor,
    memo: new Map(),
    refuse,
    push: (value) => {
      stack.push(value);
    },
    pop: () => {
      machine.top();
      return stack.pop()!;
    },
    top: () => {
      if (stack.length <= (marks.at(-1) ?? 0)) throw machine.refuse('too few values before an opcode');
      return stack.at(-1)!;
    },
    mark: () => {
      marks.push(stack.length);
    },
    popToMark: () => {
      const start = marks.pop();
      if (start === undefined) throw machine.refuse('no mark before an opcode');
      return stack.splice(start);
    },
    depth: () => stack.length,
  };
  return machine;
}
