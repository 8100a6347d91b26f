import { execFile } from 'node:child_process';
import path from 'node:path';
import { root } from './workspace.ts';

/** How a program ended. */
export interface Ended {
  readonly code: number;
  /** Standard output and errors. */
  readonly output: string;
}

const tools = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  vitest: 'vitest/vitest.mjs',
} as const;

/** Runs a program of the repository in a folder, without what this test's own runner puts into the environment. */
export function runTool(tool: keyof typeof tools, args: readonly string[], folder: string): Promise<Ended> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^VITEST|^TEST$/.test(name)));
  const command = [path.join(root, 'node_modules', tools[tool]), ...args];
  return new Promise((resolve) => {
    const options = { cwd: folder, env: environment, maxBuffer: 1 << 28 };
    execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), output: stdout + stderr }),
    );
  });
}
