import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { runCommand, startCommand } from './support/command.ts';
import { writeProgram } from './support/programs.ts';
import { temporaryFolder } from './support/temporary.ts';

/** Elsewhere the commands refuse before they look at anything. */
const supported = process.platform === 'linux' && process.arch === 'x64';

/** A Python in name only: it answers as one with pip, and does `download` when pip is to download. */
const python = (download: string) => `
case "$*" in
  *version_info*) echo 3 ;;
  *--version*) echo pip 99 ;;
  *download*) ${download} ;;
esac`;

/** A PATH on which there are the programs given and nothing else. */
function only(programs: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) writeProgram(folder, name, script);
  return { PATH: folder, FAST_LNCC_CACHE: path.join(temporaryFolder(), 'cache') };
}

const compiler = { 'g++': 'exit 0' };
const leftovers = (environment: NodeJS.ProcessEnv) =>
  readdirSync(environment.FAST_LNCC_CACHE as string, { recursive: true })
    .map(String)
    .filter((name) => !['downloads', 'locks'].includes(name));

function writtenFile(): string {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  return file;
}

describe.runIf(supported)('what has to be there is asked for before anything is fetched', () => {
  test('no compiler', async () => {
    const environment = only({ python3: python('exit 9') });
    const { code, said } = await runCommand(['tfjs'], environment);
    expect(code).toBe(1);
    expect(said).toBe(
      'There is no C++ compiler (looked for g++, c++, clang++); it builds the small binding between Node and TensorFlow.\n' +
        'Install one (Debian and Ubuntu: apt install g++), or name one with CXX.\n',
    );
    expect(leftovers(environment)).toEqual([]);
  });

  test('a compiler that is named and is not there', async () => {
    const { said } = await runCommand(['tfjs'], { ...only(compiler), CXX: 'no-such-compiler' });
    expect(said).toContain('(looked for no-such-compiler)');
  });

  test.each(['tfjs', 'onnxruntime'])('%s: no Python', async (name) => {
    const { code, said } = await runCommand([name, ...(name === 'tfjs' ? [] : ['--cuda'])], only(compiler));
    expect(code).toBe(1);
    expect(said).toMatch(/^There is no Python 3 on the PATH; its pip fetches the library/);
    expect(said.trim().split('\n').length).toBe(2);
  });

  test('Python 2, and Python 3 without pip', async () => {
    const old = only({ ...compiler, python: 'echo 2' });
    expect((await runCommand(['tfjs'], old)).said).toMatch(/^There is no Python 3/);
    const bare = only({ ...compiler, python3: 'case "$*" in *version_info*) echo 3 ;; *) exit 1 ;; esac' });
    expect((await runCommand(['tfjs'], bare)).said).toMatch(/^python3 has no pip, .*\nInstall it .*python3-pip/);
  });

  test('a Python that is named', async () => {
    const environment = only({ ...compiler, mine: python('echo "Read timed out." >&2; exit 1') });
    const { said } = await runCommand(['tfjs'], { ...environment, FAST_LNCC_PYTHON: 'mine' });
    expect(said).toMatch(/pip could not download tensorflow-cpu 2\.21\.0\. The package index could not be reached/);
  });

  test.each([
    ['under a file', () => `${writtenFile()}/cache`, 'cannot be written: a part of its path is a file.'],
    ['where nobody, root included, can make a folder', () => '/proc/fast-lncc', 'cannot be made.'],
  ])('a cache %s', async (_, place, problem) => {
    const environment = { ...only({ ...compiler, python3: python('exit 9') }), FAST_LNCC_CACHE: place() };
    const { code, said } = await runCommand(['tfjs'], environment);
    expect(code).toBe(1);
    expect(said).toBe(`${environment.FAST_LNCC_CACHE} ${problem}\nName another folder with FAST_LNCC_CACHE.\n`);
  });

  test.each([
    [['tfjs', '--gpus'], "Unknown option '--gpus'"],
    [['tfjs', 'gpu'], "Unexpected argument 'gpu'"],
    [['onnxruntime', '--gpu'], "Unknown option '--gpu'"],
  ])('%j: the complaint, then how it is used', async (args, complaint) => {
    const { code, said } = await runCommand(args, only({}));
    expect(code).toBe(1);
    expect(said.startsWith(complaint)).toBe(true);
    expect(said).toContain(`npm run setup:${args[0]} [--`);
  });

  test.each(['tfjs', 'onnxruntime'])('%s --help', async (name) => {
    const { code, said } = await runCommand([name, '--help'], only({}));
    expect(code).toBe(0);
    expect(said.trim().split('\n').length).toBeLessThan(24);
  });
});

describe.runIf(supported)('a download that is broken off', () => {
  const half = 'printf half > "$TMPDIR/half"; sleep 20 & wait';

  async function untilHalf(environment: NodeJS.ProcessEnv): Promise<void> {
    const limit = performance.now() + 30_000;
    while (
      !existsSync(environment.FAST_LNCC_CACHE as string) ||
      !leftovers(environment).some((name) => name.endsWith('half'))
    ) {
      if (performance.now() > limit) throw new Error('The download did not start within 30 s.');
      await wait(20);
    }
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s: exit code %i, nothing is left, the lock is free', async (signal, expected) => {
    const environment = only({ ...compiler, python3: python(half), sleep: 'exec /bin/sleep "$@"' });
    const { child, ended } = startCommand(['tfjs'], environment);
    await untilHalf(environment);
    child.kill(signal);
    const { code, said } = await ended;
    expect(code).toBe(expected);
    expect(said).toMatch(/interrupted: what was complete is kept, and the same command goes on from there\.\n$/);
    expect(leftovers(environment)).toEqual([]);
  });

  test('by kill -9: the next run takes the lock over and removes what was left', async () => {
    const environment = only({ ...compiler, python3: python(half), sleep: 'exec /bin/sleep "$@"' });
    const { child, ended } = startCommand(['tfjs'], environment);
    await untilHalf(environment);
    child.kill('SIGKILL');
    await ended;
    expect(leftovers(environment).length).toBeGreaterThan(0);
    writeProgram(environment.PATH as string, 'python3', python('echo "No matching distribution" >&2; exit 1'));
    const { code, said } = await runCommand(['tfjs'], environment);
    expect(code).toBe(1);
    expect(said).toContain('pip could not download tensorflow-cpu 2.21.0');
    expect(leftovers(environment)).toEqual([]);
  });
});

test('--clean removes what the set-up made, half downloads too, and nothing else', async () => {
  const environment = only({});
  const cache = environment.FAST_LNCC_CACHE as string;
  const files = [
    'tensorflow-cpu-2.21.0-linux-x64/tensorflow/library',
    'tfjs-node-gpu-4.22.0-on-2.21.0-linux-x64/tfjs_binding.node',
    'checkouts/abc/tfjs-node-4.22.0/package.json',
    'downloads/half.whl',
    '.partial-1/half',
    'checkouts/abc/onnxruntime-node-1.30.0/package.json',
    'onnxruntime-node-1.30.0-cuda-linux-x64/library',
    'cuda-13.0-linux-x64/library',
    'ci-python/bin/python',
  ];
  for (const file of files) {
    mkdirSync(path.dirname(path.join(cache, file)), { recursive: true });
    writeFileSync(path.join(cache, file), 'x'.repeat(600_000));
  }
  const rest = () => files.filter((file) => existsSync(path.join(cache, file)));
  const first = await runCommand(['tfjs', '--clean'], environment);
  expect(first.said).toBe(`2 MB removed from ${cache}.\n`);
  expect(rest()).toEqual(files.slice(5));
  await runCommand(['onnxruntime', '--clean'], environment);
  expect(rest()).toEqual(['ci-python/bin/python']);
});
