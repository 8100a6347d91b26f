import { request } from 'node:http';
import { connect } from 'node:net';
import { StorageError } from '@fast-lncc/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { servePage } from '../../src/page/page-server.ts';
import type { PageResult } from '../../src/page/result.ts';
import { session, started, wholeSession } from './results.ts';

const files = new Map([
  ['/', { type: 'text/html; charset=utf-8', content: '<!doctype html>' }],
  ['/page.js', { type: 'text/javascript; charset=utf-8', content: 'export {};' }],
]);

async function serve(onResult: (result: PageResult) => void = () => undefined) {
  const server = await servePage({ port: 0, files, onResult });
  onTestFinished(server.close);
  return server.address;
}

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A request as written: `fetch` would tidy paths and set the host. */
function ask(address: string, { path = '/', method = 'GET', headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const { port } = new URL(address);
    const sent = request({ port, host: '127.0.0.1', path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, text, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const json = { 'content-type': 'application/json' };
const post = (address: string, body: string | Buffer, headers: Readonly<Record<string, string>> = json) =>
  ask(address, { path: '/results', method: 'POST', body, headers });

describe('what is served', () => {
  test('the page and its script, with their types, to be kept by nobody', async () => {
    const address = await serve();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await ask(address);
    expect(page).toMatchObject({ status: 200, text: '<!doctype html>' });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    expect(Object.keys(page.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(await ask(address, { path: '/page.js?again' })).toMatchObject({ status: 200, text: 'export {};' });
    expect(await ask(address, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });

  test.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/page.js/../../package.json',
    '//etc/passwd',
    '/package.json',
    '/__proto__',
    '/page.js%00.txt',
    '/toString',
  ])('nothing else: %s', async (path) => {
    expect(await ask(await serve(), { path })).toMatchObject({ status: 404, text: 'There is no such file.\n' });
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('no %s', async (method) => {
    const { status, headers } = await ask(await serve(), { method });
    expect(status).toBe(405);
    expect(headers.allow).toBe('GET, HEAD');
  });
});

describe('who is answered', () => {
  test.each(['127.0.0.1', '127.0.0.1:9000', 'localhost:4488', '[::1]:4488'])('a page of %s', async (host) => {
    expect((await ask(await serve(), { headers: { host } })).status).toBe(200);
  });

  test.each([
    'evil.example',
    'evil.example:4488',
    '127.0.0.1.evil.example',
    'localhost.evil',
    '192.168.0.2',
    '127.0.0.1 ,evil',
  ])('not one of "%s"', async (host) => {
    const stored: PageResult[] = [];
    const address = await serve((result) => stored.push(result));
    expect((await ask(address, { headers: { host } })).status).toBe(403);
    expect((await post(address, JSON.stringify(started()), { ...json, host })).status).toBe(403);
    expect(stored).toEqual([]);
  });

  test('not what a page of another address sends', async () => {
    const stored: PageResult[] = [];
    const address = await serve((result) => stored.push(result));
    const body = JSON.stringify(started());
    for (const origin of ['http://evil.example', 'null', 'https://127.0.0.1']) {
      expect((await post(address, body, { ...json, origin })).status).toBe(403);
    }
    expect((await post(address, body, { 'content-type': 'text/plain' })).status).toBe(415);
    expect(stored).toEqual([]);
    expect((await post(address, body, { ...json, origin: address.slice(0, -1) })).status).toBe(204);
    expect(stored).toEqual([started()]);
  });
});

describe('results', () => {
  test('each kind is taken as it was sent', async () => {
    const stored: PageResult[] = [];
    const address = await serve((result) => stored.push(result));
    for (const result of wholeSession) expect((await post(address, JSON.stringify(result))).status).toBe(204);
    expect(stored).toEqual(wholeSession);
  });

  const valid = started();
  test.each([
    ['no JSON', 'hello', 'This is no JSON.'],
    ['nothing', '', 'This is no JSON.'],
    ['a list', '[]', 'must be object'],
    ['null', 'null', 'must be object'],
    ['no kind', '{}', 'kind'],
    ['an unknown kind', '{"kind":"start"}', 'kind'],
    ['a missing field', JSON.stringify({ kind: 'end', session }), "must have required property 'complete'"],
    ['another field', JSON.stringify({ ...valid, checksum: 'x' }), 'must NOT have additional properties'],
    ['a text with an escape code', JSON.stringify({ ...valid, name: '\u001b[2J' }), '/name must match pattern'],
    ['a text that turns around', JSON.stringify({ ...valid, name: 'a\u202eb' }), '/name must match pattern'],
    ['a long text', JSON.stringify({ ...valid, name: 'x'.repeat(201) }), '/name must NOT have more than 200'],
    ['another contender', JSON.stringify({ ...wholeSession[2], contender: 'mine' }), '/contender must be equal to one'],
    [
      'a time that is no number',
      JSON.stringify({ ...wholeSession[4], milliseconds: ['1'] }),
      '/milliseconds/0 must be',
    ],
    ['a negative time', JSON.stringify({ ...wholeSession[4], milliseconds: [-1] }), '/milliseconds/0 must be >= 0'],
    ['a fourth extent', JSON.stringify({ ...wholeSession[4], size: [1, 2, 3, 4] }), '/size must NOT have more than 3'],
  ])('not %s', async (_, body, message) => {
    const stored: PageResult[] = [];
    const answer = await post(await serve((result) => stored.push(result)), body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(message);
    expect(stored).toEqual([]);
  });

  test('a body that is too long, announced or not', async () => {
    const stored: PageResult[] = [];
    const address = await serve((result) => stored.push(result));
    const body = Buffer.alloc(64 * 1024 + 1, ' ');
    expect(await post(address, body)).toMatchObject({ status: 413, text: 'A result has at most 65536 bytes.\n' });
    const chunked = { ...json, 'transfer-encoding': 'chunked' };
    expect((await post(address, body, chunked)).status).toBe(413);
    expect((await ask(address)).status).toBe(200);
    expect(stored).toEqual([]);
  });

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('are not sent with %s', async (method) => {
    const { status, headers } = await ask(await serve(), { path: '/results', method });
    expect(status).toBe(405);
    expect(headers.allow).toBe('POST');
  });

  test('a page is told where they cannot be stored', async () => {
    const address = await serve(() => {
      throw new StorageError('the disk is full');
    });
    expect(await post(address, JSON.stringify(started()))).toMatchObject({ status: 507, text: 'the disk is full\n' });
  });

  test('a sender that goes away in the middle harms nobody', async () => {
    const stored: PageResult[] = [];
    const address = await serve((result) => stored.push(result));
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    const head = ['POST /results HTTP/1.1', 'host: localhost', 'content-type: application/json', 'content-length: 99'];
    await new Promise<void>((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n{"kind"`, () => resolve()));
    socket.destroy();
    expect((await post(address, JSON.stringify(started()))).status).toBe(204);
    expect(stored.length).toBe(1);
  });
});
