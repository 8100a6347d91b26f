import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { hasRuntime } from '../../vitest/require-runtime.ts';
import { findTfjsNode } from '../src/index.mjs';
import { tfjsLayout } from '../src/tfjs/layout.mjs';
import { runCommand } from './support/command.ts';
import { writeProgram } from './support/programs.ts';
import { temporaryFolder } from './support/temporary.ts';

const real = tfjsLayout({ gpu: false, environment: process.env });
const fromCache =
  findTfjsNode().folder === real.copy.folder ? undefined : (findTfjsNode().missing ?? 'not in the cache');
const ready = hasRuntime('tfjs-node', fromCache);
const smoke = fileURLToPath(new URL('../src/tfjs/smoke.mjs', import.meta.url));

/** Another cache, which has the library of the real one, and a compiler that hands out the real binding. */
function secondCache() {
  const environment: NodeJS.ProcessEnv = { ...process.env, FAST_LNCC_CACHE: temporaryFolder(), CXX: 'hand-out' };
  const layout = tfjsLayout({ gpu: false, environment });
  symlinkSync(real.library, layout.library);
  const programs = temporaryFolder();
  const output = 'while [ "$1" != -o ]; do [ "$1" = --version ] && exit 0; shift; done';
  writeProgram(programs, 'hand-out', `${output}; cp ${real.binding} "$2"`);
  environment.PATH = `${programs}:${environment.PATH}`;
  return { environment, layout };
}

const works = (folder: string) =>
  new RegExp(`TensorFlow\\.js for Node works, on TensorFlow 2\\.21\\.0 \\(.* s\\): ${folder}\n$`);

describe.runIf(ready)('npm run setup:tfjs, where the library is in the cache', () => {
  test('with nothing to be done it computes once and says so', async () => {
    const { code, said } = await runCommand(['tfjs'], process.env);
    expect(code).toBe(0);
    expect(said).toMatch(works(real.copy.folder));
    expect(said.trim().split('\n').length).toBe(1);
  });

  test('for a checkout that has no copy, and no binding yet', async () => {
    const { environment, layout } = secondCache();
    const { code, said } = await runCommand(['tfjs'], environment);
    expect(code, said).toBe(0);
    expect(said).toMatch(/^compiling the binding of @tensorflow\/tfjs-node 4\.22\.0 with hand-out\n/);
    expect(said).toMatch(works(layout.copy.folder));
    expect(findTfjsNode({ environment })).toEqual({ folder: layout.copy.folder });
    expect(existsSync(path.join(layout.copy.installed, 'lib'))).toBe(false);
    expect(existsSync(path.join(layout.copy.installed, 'deps'))).toBe(false);
  });

  test('a binding that is broken is told with the way out by the loader, and made again by the set-up', async () => {
    const { environment, layout } = secondCache();
    await runCommand(['tfjs'], environment);
    writeFileSync(layout.binding, 'no library');
    const load = () => execFileSync(process.execPath, [smoke], { env: environment, encoding: 'utf8', stdio: 'pipe' });
    expect(load).toThrow(
      /SetupError: TensorFlow\.js in .* cannot be loaded: Error: .*(invalid ELF header|file too short)[\s\S]*--clean/,
    );
    const { code, said } = await runCommand(['tfjs'], environment);
    expect(code, said).toBe(0);
    expect(said).toMatch(
      /^what is there does not work: exit code 1: SetupError: TensorFlow\.js in .* cannot be loaded/,
    );
    expect(said).toMatch(works(layout.copy.folder));
  });

  test('a compiler that fails: its first error, and what it takes', async () => {
    const { environment } = secondCache();
    const programs = (environment.PATH ?? '').split(':')[0]!;
    writeProgram(
      programs,
      'hand-out',
      '[ "$1" = --version ] || { echo "x.cc:1: fatal error: node_api.h" >&2; exit 1; }',
    );
    const { code, said } = await runCommand(['tfjs'], environment);
    expect(code).toBe(1);
    expect(said).toContain(
      'hand-out could not compile the binding: x.cc:1: fatal error: node_api.h\nIt takes a C++17 compiler',
    );
  });

  test('the copies of checkouts that are gone go, too; others stay', async () => {
    const { environment, layout } = secondCache();
    const checkouts = path.dirname(path.dirname(layout.copy.folder));
    for (const [name, owner] of [
      ['gone', '/nowhere/at/all'],
      ['there', temporaryFolder()],
    ] as const) {
      mkdirSync(path.join(checkouts, name), { recursive: true });
      writeFileSync(path.join(checkouts, name, 'checkout.txt'), owner);
    }
    await runCommand(['tfjs'], environment);
    expect(existsSync(path.join(checkouts, 'gone'))).toBe(false);
    expect(existsSync(path.join(checkouts, 'there'))).toBe(true);
    const own = readFileSync(path.join(path.dirname(layout.copy.folder), 'checkout.txt'), 'utf8');
    expect(own).toBe(fileURLToPath(new URL('../../../', import.meta.url)));
  });
});
