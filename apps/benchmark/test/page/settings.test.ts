import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readPageSettings } from '../../src/page/read-settings.ts';
import { call } from '../command-line.ts';
import { temporaryFolder } from '../files.ts';

const usual = { port: '0', sizes: '32x32x32', window: '9', rounds: '9', output: 'results' };

describe('options of the page', () => {
  test('sizes in their order, window, rounds, port', () => {
    expect(readPageSettings({ ...usual, sizes: '160x192x224, 8x9x10', window: '7', rounds: '2', port: '80' })).toEqual({
      sizes: [
        [160, 192, 224],
        [8, 9, 10],
      ],
      window: 7,
      rounds: 2,
      port: 80,
    });
  });

  test.each([
    [{ sizes: '' }, 'UnsupportedOptionError', '--sizes names no size. Write it as 32x32x32,64x64x64.'],
    [{ sizes: '32x32' }, 'UnsupportedOptionError', '--sizes 32x32 is not three whole numbers.'],
    [{ sizes: '32x32x0' }, 'UnsupportedOptionError', '--sizes 32x32x0 is not three extents from 1'],
    [{ sizes: '32x32x-3' }, 'UnsupportedOptionError', '--sizes 32x32x-3 is not three whole numbers.'],
    [{ sizes: '2048x2048x2048' }, 'UnsupportedOptionError', 'at most 1073741824 voxels together'],
    [{ window: '8' }, 'InvalidWindowError', '--window 8 is not an odd whole number of voxels.'],
    [{ rounds: '0' }, 'UnsupportedOptionError', '--rounds 0 is not a whole number from 1 to 1000.'],
    [{ port: '65536' }, 'UnsupportedOptionError', '--port 65536 is not a whole number from 0 to 65535.'],
  ])('%o', (options, name, message) => {
    expect(() => readPageSettings({ ...usual, ...options })).toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(message) }),
    );
  });
});

describe('the command', () => {
  /** A folder in which a page is built. */
  function builtIn(folder: string): string {
    mkdirSync(join(folder, 'page'));
    writeFileSync(join(folder, 'page', 'page.js'), 'export {};');
    return folder;
  }

  test('bad options are told before anything is written', async () => {
    const { code, errors, output, startFolder } = await call(['page', '--window', '8']);
    expect(code).toBe(2);
    expect(errors).toMatch(/^InvalidWindowError: --window 8 /);
    expect(output).toBe('');
    expect(readdirSync(startFolder)).toEqual([]);
  });

  test('a page that is not built', async () => {
    const { code, errors, startFolder } = await call(['page', '--port', '0']);
    expect(code).toBe(1);
    expect(errors).toMatch(/^MissingRuntimeError: The page is not built: .*page\.js is missing\. Run "npm run build"/);
    expect(readdirSync(startFolder)).toEqual([]);
  });

  test('a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const folder = builtIn(temporaryFolder());
    const { code, errors } = await call(['page', '--port', String(port)], folder);
    expect(code).toBe(2);
    expect(errors).toBe(
      `UnsupportedOptionError: --port ${port} is taken by another program. Name another one, or 0 for any that is free.\n`,
    );
    expect(readdirSync(folder)).toEqual(['page']);
  });

  test('a folder that cannot be made ends it, and frees the port', async () => {
    const folder = builtIn(temporaryFolder());
    writeFileSync(join(folder, 'results'), 'a file');
    const { code, errors } = await call(['page', '--port', '0'], folder);
    expect(code).toBe(2);
    expect(errors).toMatch(/^InvalidDataError: Cannot make a results folder in /);
  });
});
