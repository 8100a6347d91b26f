import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publicSets } from '../../src/dataset/fetch/public-sets.ts';
import { call } from '../command-line.ts';
import { serveFile } from './file-server.ts';

const bytes = new TextEncoder().encode('a scan');
const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');

describe('data fetch', () => {
  test('keeps the file under its name, and verifies it', async () => {
    const { url } = await serveFile(bytes);
    const { code, output, startFolder } = await call([
      'data',
      'fetch',
      'mine',
      '--url',
      url,
      '--md5',
      digest('md5'),
      '--output',
      'downloads',
    ]);
    expect(code).toBe(0);
    expect(output).toContain('its MD5 is right.');
    expect(readFileSync(join(startFolder, 'downloads', 'file.bin'), 'utf8')).toBe('a scan');
    expect(readdirSync(join(startFolder, 'downloads'))).toEqual(['file.bin']);
  });

  test('tells the checksum that nobody published', async () => {
    const { url } = await serveFile(bytes);
    const { code, output } = await call(['data', 'fetch', 'mine', '--url', url, '--output', 'downloads']);
    expect(code).toBe(0);
    expect(output).toContain(`its SHA-256 is ${digest('sha256')}`);
  });

  test('tells how to get what cannot be downloaded', async () => {
    const { code, output } = await call(['data', 'fetch', 'ixi', '--output', 'downloads']);
    expect(code).toBe(1);
    expect(output).toContain('CC BY-SA 3.0');
    expect(output).toContain('It cannot be downloaded from here. To go on: download it in a browser');
  });

  test.each([
    [['nothing', '--output', 'x'], 2, /set nothing is unknown\. Choose from: ixi, ixi-t1/],
    [['mine', '--url', 'ftp://x/y', '--output', 'x'], 2, /no address of a web server/],
    [['mine', '--url', 'http://127.0.0.1/x', '--md5', 'zz', '--output', 'x'], 2, /--md5 zz is not 32 hexadecimal/],
    [['mine'], 2, /required option '--output <folder>'/],
  ] as const)('%j', async (args, expected, message) => {
    const { code, errors } = await call(['data', 'fetch', ...args]);
    expect(code).toBe(expected);
    expect(errors).toMatch(message);
  });

  test('a wrong checksum is exit code 1', async () => {
    const { url } = await serveFile(bytes);
    const wrong = '0'.repeat(64);
    const { code, errors } = await call(['data', 'fetch', 'mine', '--url', url, '--sha256', wrong, '--output', 'x']);
    expect(code).toBe(1);
    expect(errors).toMatch(/^DownloadError: .*not 0000/);
  });
});

test('every public set has a page, a licence and what comes next, and no checksum of a wrong length', () => {
  for (const { page, licence, citation, next, direct } of publicSets) {
    for (const text of [page, licence, citation, next]) expect(text).not.toBe('');
    if (direct?.checksum) expect(direct.checksum.value).toMatch(/^([0-9a-f]{32}|[0-9a-f]{64})$/);
  }
});
