import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import type { NativeRuntime } from '../commands/context.ts';

export interface NativeRuntimeOptions {
  readonly missing: () => string | undefined;
  /** The script behind the repository's npm commands. */
  readonly script: string;
  /** Whether somebody is there to answer. */
  readonly asks: boolean;
  /** Aborting ends the question; the set-up gets the terminal's signals itself. */
  readonly signal: AbortSignal;
}

/** TensorFlow.js for Node, set up by `npm run setup:tfjs` in a child process that shares this one's terminal. */
export function createNativeRuntime({ missing, script, asks, signal }: NativeRuntimeOptions): NativeRuntime {
  return {
    missing,
    setUp: () =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [script, 'setup:tfjs'], { stdio: 'inherit' });
        child.on('error', reject);
        child.on('close', () => resolve());
      }),
    ...(asks ? { confirm: (question: string) => confirm(question, signal) } : {}),
  };
}

async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(question, { signal })).trim());
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}
