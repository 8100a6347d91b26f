import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { download } from '../../src/dataset/fetch/download.ts';
import { DownloadError } from '../../src/dataset/fetch/download-error.ts';
import { temporaryFolder } from '../files.ts';
import { serveFile } from './file-server.ts';

const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * index) % 251);
const other = bytes.map((value) => value ^ 1);
const sha256 = { algorithm: 'sha256', value: createHash('sha256').update(bytes).digest('hex') } as const;
const timing = { silenceMilliseconds: 300, waitMilliseconds: 1, attempts: 3 };

function request(url: string, folder = temporaryFolder()) {
  const retries: string[] = [];
  const received: number[] = [];
  return {
    url,
    target: join(folder, 'file.bin'),
    folder,
    checksum: sha256,
    signal: new AbortController().signal,
    onProgress: (count: number) => void received.push(count),
    onRetry: (reason: string) => void retries.push(reason),
    timing,
    retries,
    received,
  };
}

describe('a download', () => {
  test('is verified, named, and not repeated', async () => {
    const { url, requests } = await serveFile(bytes);
    const asked = request(url);
    expect(await download(asked)).toBe('downloaded');
    expect(readFileSync(asked.target)).toEqual(Buffer.from(bytes));
    expect(readdirSync(asked.folder)).toEqual(['file.bin']);
    expect(asked.received.at(-1)).toBe(bytes.length);
    expect(await download(asked)).toBe('there');
    expect(requests.length).toBe(1);
  });

  test('goes on where the connection was dropped, more than once', async () => {
    const { url, requests } = await serveFile(bytes, { drops: [30_000, 20_000, 10, 1000] });
    const asked = request(url);
    await download(asked);
    expect(readFileSync(asked.target)).toEqual(Buffer.from(bytes));
    expect(requests.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=30000-',
      'bytes=50000-',
      'bytes=50010-',
      'bytes=51010-',
    ]);
    expect(asked.retries.length).toBe(4);
  });

  test('goes on in another process', async () => {
    const { url, served, requests } = await serveFile(bytes, { drops: [40_000, 0, 0, 0] });
    const asked = request(url);
    await expect(download(asked)).rejects.toThrowError(DownloadError);
    expect(existsSync(asked.target)).toBe(false);
    served.drops = [];
    await download(asked);
    expect(requests.at(-1)!.range).toBe('bytes=40000-');
    expect(readFileSync(asked.target)).toEqual(Buffer.from(bytes));
  });

  test('starts again where the file changed meanwhile', async () => {
    const { url, served, requests } = await serveFile(other, { drops: [40_000, 0, 0, 0] });
    const asked = request(url);
    await expect(download(asked)).rejects.toThrowError(DownloadError);
    Object.assign(served, { bytes, tag: '"two"', drops: [] });
    await download(asked);
    expect(requests.at(-1)!.range).toBe('bytes=40000-');
    expect(readFileSync(asked.target)).toEqual(Buffer.from(bytes));
  });

  test.each([
    ['without ranges', { ranges: false }],
    ['without a validator', { tag: undefined }],
    ['with a weak one', { tag: 'W/"one"' }],
  ])('starts again at a server %s', async (_, settings) => {
    const { url } = await serveFile(bytes, { drops: [40_000], ...settings });
    const asked = request(url);
    await download(asked);
    expect(readFileSync(asked.target)).toEqual(Buffer.from(bytes));
  });

  test('that begins again and again, and comes no further, ends', async () => {
    const drops = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 20_000 : 40_000));
    const { url, requests } = await serveFile(bytes, { drops, ranges: false });
    await expect(download(request(url))).rejects.toThrowError(DownloadError);
    // 20,000 bytes, then 40,000, which is further; then three times no further.
    expect(requests.length).toBeLessThanOrEqual(2 + timing.attempts);
  });

  test('that was complete but not yet named needs no byte more', async () => {
    const { url, requests } = await serveFile(bytes);
    const asked = request(url);
    writeFileSync(`${asked.target}.part`, bytes);
    writeFileSync(`${asked.target}.part.json`, JSON.stringify({ url, validator: '"one"', length: bytes.length }));
    await download(asked);
    expect(requests).toEqual([{ path: '/file.bin', range: 'bytes=100000-' }]);
    expect(readFileSync(asked.target)).toEqual(Buffer.from(bytes));
  });

  test('with bytes beyond the end starts again', async () => {
    const { url } = await serveFile(bytes);
    const asked = request(url);
    writeFileSync(`${asked.target}.part`, new Uint8Array(100_001));
    writeFileSync(`${asked.target}.part.json`, JSON.stringify({ url, validator: '"one"', length: bytes.length }));
    await download(asked);
    expect(readFileSync(asked.target)).toEqual(Buffer.from(bytes));
  });

  test('of another file is removed, and both checksums are told', async () => {
    const { url } = await serveFile(other);
    const asked = request(url);
    await expect(download(asked)).rejects.toThrowError(/file\.bin\.part has the SHA256 [0-9a-f]{64}, not .*removed/);
    expect(readdirSync(asked.folder)).toEqual([]);
  });

  test('does not replace another file of that name', async () => {
    const { url, requests } = await serveFile(bytes);
    const asked = request(url);
    writeFileSync(asked.target, 'mine');
    await expect(download(asked)).rejects.toThrowError(DownloadError);
    expect(readFileSync(asked.target, 'utf8')).toBe('mine');
    expect(requests).toEqual([]);
  });

  test('follows a redirect', async () => {
    const { origin } = await serveFile(bytes, { drops: [500] });
    const asked = request(`${origin}/moved`);
    await download(asked);
    expect(readFileSync(asked.target)).toEqual(Buffer.from(bytes));
  });

  test('that is not there fails at once', async () => {
    const { origin, requests } = await serveFile(bytes);
    const asked = request(`${origin}/gone`);
    await expect(download(asked)).rejects.toThrowError(/gone cannot be downloaded: the server answers 404/);
    expect(requests.length).toBe(1);
    expect(readdirSync(asked.folder)).toEqual([]);
  });

  test('of a busy server is tried again, and given up in the end', async () => {
    const { url, served } = await serveFile(bytes, { failures: [503, 429] });
    await download(request(url));
    served.failures = [500, 500, 500];
    const asked = request(url);
    await expect(download(asked)).rejects.toThrowError(/failed 3 times in a row \(the server answers 500\)/);
    expect(asked.retries.length).toBe(2);
  });

  test('of a server that falls silent is given up after the time', async () => {
    const { url } = await serveFile(bytes, { silent: true, ranges: false });
    const asked = request(url);
    await expect(download(asked)).rejects.toThrowError(/silent for 0\.3 s/);
  });

  test('of nobody tells what the system says', async () => {
    await expect(download(request('http://127.0.0.1:9/file.bin'))).rejects.toThrowError(/ECONNREFUSED|bad port/);
    await expect(download(request('file:///etc/passwd'))).rejects.toThrowError(/no address of a web server/);
  });

  test('is kept when it is stopped', async () => {
    const { url } = await serveFile(bytes, { silent: true });
    const stop = new AbortController();
    const asked = { ...request(url), signal: stop.signal, onProgress: () => setTimeout(() => stop.abort(), 50) };
    await expect(download(asked)).rejects.toThrowError(/abort/);
    expect(readFileSync(`${asked.target}.part`).length).toBe(10);
  });

  test('that cannot be written is a storage error, and is not tried again', async () => {
    const { url, requests } = await serveFile(bytes);
    const asked = request(url);
    mkdirSync(`${asked.target}.part`);
    await expect(download(asked)).rejects.toThrowError(StorageError);
    expect(requests.length).toBe(1);
  });
});
