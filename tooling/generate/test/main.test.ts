import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './workspace.ts';

test.each([
  [[], 2, 'Nothing to generate. Usage: npm run generate backend -- --name <name>'],
  [['network', '--name', 'x'], 2, "'network' cannot be generated. Usage: npm run generate backend"],
  [['backend', '--title', 'x'], 1, "Unknown option '--title'. Usage: npm run generate backend"],
  [['backend'], 1, 'The name is missing: npm run generate backend'],
  [['backend', '--name', 'core'], 1, 'packages/core exists; take a name other than'],
])('%j ends with code %i', (args, code, message) => {
  const main = path.join(root, 'tooling/generate/src/main.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(status).toBe(code);
});
