import { InvalidDataError } from '@fast-lncc/core';
import { createCursor } from './cursor.ts';
import { instructions } from './instructions.ts';
import { createMachine } from './machine.ts';
import { opcodes } from './opcodes.ts';
import { refusal } from './refuse.ts';
import type { PickleValue } from './values.ts';

/** Two arrays take about a hundred. The limit is what bounds memory: each opcode makes one small object at most. */
const mostInstructions = 10_000;

/**
 * The value of a pickle of protocol 2 to 5 that consists of NumPy arrays, tuples and lists. Opcodes and globals that these
 * do not need are refused by name and byte. Nothing is imported, called or constructed by name, numbers stay in `bytes`
 * where they are, and no value is walked through, so that a pickle that refers to itself does no harm.
 *
 * @throws InvalidDataError
 */
export function interpretPickle(bytes: Uint8Array, path: string): PickleValue {
  const cursor = createCursor(bytes, path);
  requireProtocol(bytes, path);
  cursor.bytes(2);
  const machine = createMachine(cursor, (what) => refusal(path, cursor.position(), what));
  for (let count = 0; count < mostInstructions; count++) {
    const offset = cursor.position();
    machine.refuse = (what) => refusal(path, offset, what);
    const code = cursor.byte();
    const name = opcodes[code];
    if (name === 'STOP') {
      const value = machine.pop();
      const left = bytes.length - cursor.position();
      if (left > 0) throw machine.refuse(`${left} bytes behind its end`);
      if (machine.depth() > 0) throw machine.refuse(`${machine.depth()} values besides its own at the end`);
      return value;
    }
    const instruction = name !== undefined && Object.hasOwn(instructions, name) ? instructions[name] : undefined;
    if (!instruction) throw machine.refuse(name ? `the opcode ${name}` : `the unknown opcode ${code}`);
    instruction(machine);
  }
  throw machine.refuse(`more than ${mostInstructions} opcodes`);
}

function requireProtocol(bytes: Uint8Array, path: string): void {
  const protocol = bytes[0] === 0x80 ? bytes[1] : undefined;
  if (protocol === undefined || protocol < 2 || protocol > 5) {
    const found = protocol === undefined ? 'it does not begin with one' : `it has ${protocol}`;
    throw new InvalidDataError(
      `${path} is not a pickle of protocol 2 to 5 (${found}). Save it with pickle.dump((image, labels), file, protocol=4).`,
    );
  }
}
