import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../../src/main.mjs', import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly said: string;
}

/** Starts `npm run setup:…` without npm, with nothing of this process's environment but what is given. */
export function startCommand(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const child: ChildProcess = spawn(process.execPath, [main, ...args], {
    env: environment,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<CommandResult>((resolve) => {
    child.once('close', (code) => resolve({ code, said }));
  });
  return { child, ended, said: () => said };
}

export const runCommand = (args: readonly string[], environment: NodeJS.ProcessEnv) =>
  startCommand(args, environment).ended;
