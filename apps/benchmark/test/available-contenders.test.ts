import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MissingRuntimeError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { availableContenders } from '../src/commands/available-contenders.ts';
import { selectContenders } from '../src/contenders/select.ts';
import { createNativeRuntime } from '../src/process/native-runtime.ts';
import { temporaryFile } from './files.ts';

/** A runtime that is missing until it is set up, what happened to it, and what was printed. */
function scene({ answer, works = true }: { answer?: boolean; works?: boolean } = {}) {
  const events: string[] = [];
  let missing: string | undefined = 'run the command.';
  const native = {
    missing: () => missing,
    setUp: async () => {
      events.push('set up');
      if (works) missing = undefined;
    },
    ...(answer === undefined
      ? {}
      : {
          confirm: async (question: string) => {
            events.push(question);
            return answer;
          },
        }),
  };
  const write = (text: string) => events.push(text);
  return { context: { native, output: { write, isTerminal: false, colors: false } }, events };
}

const both = { engines: 'wasm, tfjs-node' };
const selected = selectContenders({ engines: ['wasm', 'tfjs-node'] });
const others = selectContenders({ engines: ['wasm'] });

describe('TensorFlow.js for Node that is missing', () => {
  test('is nobody’s business where no contender needs it', async () => {
    const { context, events } = scene();
    expect(await availableContenders(others, { engines: 'wasm' }, context)).toEqual(others);
    expect(events).toEqual([]);
  });

  test('is left out where no engine was named, and nobody is asked', async () => {
    const { context, events } = scene({ answer: true });
    expect(await availableContenders(selected, {}, context)).toEqual(others);
    expect(events).toEqual(['Engine tfjs-node is left out: run the command.\n']);
  });

  test('is an error where it was named, or is all there is', async () => {
    const { context, events } = scene();
    await expect(availableContenders(selected, both, context)).rejects.toThrowError(MissingRuntimeError);
    const alone = selectContenders({ engines: ['tfjs-node'] });
    await expect(availableContenders(alone, {}, context)).rejects.toThrowError(/run the command\. --setup/);
    expect(events).toEqual([]);
  });

  test('is set up where somebody at the terminal agrees', async () => {
    const { context, events } = scene({ answer: true });
    expect(await availableContenders(selected, both, context)).toEqual(selected);
    expect(events).toEqual([expect.stringMatching(/^run the command\.\n.*\[y\/N\]/), 'set up']);
  });

  test('is not where they do not', async () => {
    const { context, events } = scene({ answer: false });
    await expect(availableContenders(selected, both, context)).rejects.toThrowError(MissingRuntimeError);
    expect(events.length).toBe(1);
  });

  test('is set up unasked with --setup, named or not', async () => {
    for (const options of [both, {}]) {
      const { context, events } = scene({ answer: false });
      expect(await availableContenders(selected, { ...options, setup: true }, context)).toEqual(selected);
      expect(events).toEqual(['set up']);
    }
  });

  test('is an error where the set-up did not bring it', async () => {
    const { context } = scene({ works: false });
    await expect(availableContenders(selected, { setup: true }, context)).rejects.toThrowError(/run the command\.$/);
  });
});

test('the set-up is the command of the repository, in a process of its own', async () => {
  const script = temporaryFile(
    'main.mjs',
    Buffer.from(`import { writeFileSync } from 'node:fs';
      writeFileSync(new URL('called-with', import.meta.url), process.argv.slice(2).join(' '));`),
  );
  const { signal } = new AbortController();
  const native = createNativeRuntime({ missing: () => 'gone', script, asks: false, signal });
  await native.setUp();
  expect(readFileSync(join(dirname(script), 'called-with'), 'utf8')).toBe('setup:tfjs');
  expect(native.missing()).toBe('gone');
  expect(native.confirm).toBe(undefined);
  expect(createNativeRuntime({ missing: () => 'gone', script, asks: true, signal }).confirm).toBeTypeOf('function');
});
