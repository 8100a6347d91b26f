import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkBackendName } from '../src/backend-name.mjs';
import { generateBackend } from '../src/generate-backend.mjs';
import { root } from './workspace.ts';

test.each(['x', 'my-backend', 'webnn2', 'a1-b2-c3'])('%s is a name', (name) => {
  expect(checkBackendName(root, name)).toBe(name);
});

test.each(['', 'My', 'a_b', '-a', 'a-', 'a--b', '2d', '../core', 'a/b', '@fast-lncc/x', 'a b', 'a.b', 'a'.repeat(61)])(
  "'%s' is no package name",
  (name) => {
    expect(() => checkBackendName(root, name)).toThrow(`'${name}' is no name for a package here`);
  },
);

test.each([
  ['core', 'packages/core exists'],
  ['benchmark', 'apps/benchmark exists'],
  ['setup', 'tooling/setup exists'],
])('%s is taken', (name, message) => {
  expect(() => checkBackendName(root, name)).toThrow(message);
});

test('a missing name tells the command', () => {
  expect(() => checkBackendName(root, undefined)).toThrow('npm run generate backend -- --name <name>');
});

test('nothing is written for a name that is refused', () => {
  const before = readdirSync(path.join(root, 'packages'), { recursive: false });
  expect(() => generateBackend(root, 'Core')).toThrow('no name');
  expect(() => generateBackend(root, 'core')).toThrow('exists');
  expect(readdirSync(path.join(root, 'packages'))).toEqual(before);
});
