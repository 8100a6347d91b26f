import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasRuntime } from '../../../vitest/require-runtime.ts';

/** Writes a shell script of that name into a folder and makes it a program. */
export function writeProgram(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** The Python of this machine; undefined, and said, where there is none with pip. */
export function realPython(): string | undefined {
  const program = process.env.FAST_LNCC_PYTHON ?? 'python3';
  try {
    execFileSync(program, ['-m', 'pip', '--version'], { stdio: 'ignore' });
    return program;
  } catch {
    hasRuntime('python', `${program} has no pip`);
    return undefined;
  }
}
