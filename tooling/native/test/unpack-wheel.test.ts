import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sweepScratch } from '../src/cache/scratch.mjs';
import { runProcess } from '../src/process/run-process.mjs';
import { fetchWheels } from '../src/wheels/fetch-wheels.mjs';
import { isUnpacked, unpackWheel } from '../src/wheels/unpack-wheel.mjs';
import { realPython, writeProgram } from './support/programs.ts';
import { temporaryFolder } from './support/temporary.ts';
import { onlyFrom, writeTinyWheel } from './support/tiny-wheel.ts';
import { testWorkshop } from './support/workshop.ts';

const python = realPython();
const extractor = fileURLToPath(new URL('../src/wheels/extract-members.py', import.meta.url));

/** A cache, an index that has the wheel, and a workshop whose pip knows that index alone. */
function prepare() {
  const root = temporaryFolder();
  const index = temporaryFolder();
  const wheel = writeTinyWheel(index);
  const { workshop, said, controller } = testWorkshop(root, python);
  workshop.environment = onlyFrom(index);
  const folder = path.join(root, 'tiny-1.2.3');
  const inDownloads = path.join(root, 'downloads', wheel.file);
  mkdirSync(path.dirname(inDownloads));
  return { root, index, wheel, workshop, said, controller, folder, inDownloads };
}

const leftovers = (root: string) => readdirSync(root).filter((name) => name.startsWith('.partial-'));

describe.runIf(python)('a wheel by way of pip', () => {
  test('the needed files arrive, the wheel and half-finished work go', async () => {
    const { root, wheel, workshop, folder } = prepare();
    expect(isUnpacked(wheel, folder)).toBe(false);
    await unpackWheel(wheel, folder, workshop);
    expect(isUnpacked(wheel, folder)).toBe(true);
    expect(readFileSync(path.join(folder, 'tiny/lib/libtiny.so.1'), 'utf8')).toBe('the library');
    expect(readdirSync(path.join(folder, 'tiny'), { recursive: true }).sort()).toEqual(['lib', 'lib/libtiny.so.1']);
    expect(readdirSync(path.join(root, 'downloads'))).toEqual([]);
    expect(leftovers(root)).toEqual([]);
  });

  test('what is there is not fetched again', async () => {
    const { wheel, workshop, folder } = prepare();
    await unpackWheel(wheel, folder, workshop);
    workshop.python = () => Promise.reject(new Error('not needed'));
    await fetchWheels([wheel], folder, workshop);
  });

  test('a file that was cut or removed since makes it incomplete; another run completes it', async () => {
    const { wheel, workshop, folder } = prepare();
    await unpackWheel(wheel, folder, workshop);
    writeFileSync(path.join(folder, 'tiny/lib/libtiny.so.1'), 'the lib');
    expect(isUnpacked(wheel, folder)).toBe(false);
    await fetchWheels([wheel], folder, workshop);
    expect(readFileSync(path.join(folder, 'tiny/lib/libtiny.so.1'), 'utf8')).toBe('the library');
    expect(isUnpacked({ ...wheel, sha256: '0'.repeat(64) }, folder)).toBe(false);
  });

  test('a wheel that lies in the cache is used where its hash is right', async () => {
    const { wheel, workshop, said, folder, index, inDownloads } = prepare();
    copyFileSync(path.join(index, wheel.file), inDownloads);
    workshop.environment = onlyFrom('/nowhere');
    await unpackWheel(wheel, folder, workshop);
    expect(isUnpacked(wheel, folder)).toBe(true);
    expect(said).toEqual(['unpacking tiny-library 1.2.3']);
  });

  test('half a wheel in the cache is noticed and fetched again', async () => {
    const { wheel, workshop, said, folder, index, inDownloads } = prepare();
    writeFileSync(inDownloads, readFileSync(path.join(index, wheel.file)).subarray(0, 100));
    await unpackWheel(wheel, folder, workshop);
    expect(isUnpacked(wheel, folder)).toBe(true);
    expect(said[0]).toMatch(/\.whl is damaged \(its SHA-256 is not [0-9a-f]{12}…\): downloading it again\.$/);
  });

  test('an index with another file under that name is refused, and nothing is kept', async () => {
    const { root, wheel, workshop, folder } = prepare();
    const wanted = { ...wheel, sha256: 'a'.repeat(64) };
    await expect(unpackWheel(wanted, folder, workshop)).rejects.toThrow(
      /pip could not download tiny-library 1\.2\.3\. The file served is not the one its hash promises/,
    );
    expect(readdirSync(path.join(root, 'downloads'))).toEqual([]);
    expect(leftovers(root)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test('an index without the wheel', async () => {
    const { root, wheel, workshop, folder } = prepare();
    workshop.environment = onlyFrom(temporaryFolder());
    await expect(unpackWheel(wheel, folder, workshop)).rejects.toThrow(
      `Without a connection, put ${wheel.file} into ${path.join(root, 'downloads')} and run the command again.`,
    );
  });

  test('more than the disk has free is told before anything is fetched', async () => {
    const { wheel, workshop, said, root, folder } = prepare();
    const huge = { ...wheel, unpackedBytes: 2 ** 60 };
    await expect(fetchWheels([huge], folder, workshop)).rejects.toThrow(
      new RegExp(`^The disk of ${root} has \\d+ MB free; 1152921504607 MB are needed\\.\nFree some space`),
    );
    expect(said).toEqual([]);
  });

  test('a disk that fills up while a file is written', async () => {
    const { wheel, index } = prepare();
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'tiny/lib'), { recursive: true });
    // Writing to this device fails as on a full disk.
    symlinkSync('/dev/full', path.join(folder, 'tiny/lib/libtiny.so.1'));
    const result = await runProcess([python!, extractor, path.join(index, wheel.file), folder, ...wheel.members]);
    expect(result.code).toBe(1);
    expect(result.errors).toMatch(/^OSError: \[Errno 28\] No space left on device/);
  });

  test('a member that would leave the folder is not written', async () => {
    const folder = path.join(temporaryFolder(), 'inner');
    const archive = path.join(folder, '..', 'evil.zip');
    mkdirSync(folder);
    writeFileSync(archive, zipSync({ '../outside': strToU8('no'), inside: strToU8('yes') }));
    const { code } = await runProcess([python!, extractor, archive, folder, '.*']);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual(['inside']);
    expect(readdirSync(path.dirname(folder)).sort()).toEqual(['evil.zip', 'inner']);
  });

  test('a file that is no wheel', async () => {
    const archive = path.join(temporaryFolder(), 'page.whl');
    writeFileSync(archive, '<html>');
    const { code, errors } = await runProcess([python!, extractor, archive, temporaryFolder(), '.*']);
    expect([code, errors.trim()]).toEqual([1, 'BadZipFile: File is not a zip file']);
  });
});

test('pip that is served a damaged file behind a right answer: the hash is taken again, by us', async () => {
  const root = temporaryFolder();
  const programs = temporaryFolder();
  // Ends well and leaves a file of the right name and the wrong content in the folder after --dest.
  writeProgram(
    programs,
    'python',
    'while [ "$1" != --dest ]; do shift; done; printf wrong > "$2/tiny_library-1.2.3-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"',
  );
  const wheel = writeTinyWheel(temporaryFolder());
  const { workshop } = testWorkshop(root, path.join(programs, 'python'));
  await expect(unpackWheel(wheel, path.join(root, 'tiny'), workshop)).rejects.toThrow(
    /\.whl has the SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}: it was not kept\.\nRun the command again/,
  );
  expect(readdirSync(path.join(root, 'downloads'))).toEqual([]);
});

test('what killed processes have left is swept, and nothing else', () => {
  const root = temporaryFolder();
  mkdirSync(path.join(root, '.partial-1', 'half'), { recursive: true });
  mkdirSync(path.join(root, 'downloads'));
  sweepScratch(root);
  expect(readdirSync(root)).toEqual(['downloads']);
});
