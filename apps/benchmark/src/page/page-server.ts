import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LnccError, UnsupportedOptionError } from '@fast-lncc/core';
import { parseResult } from './parse-result.ts';
import { mostBytes, readBody } from './read-body.ts';
import type { PageResult } from './result.ts';
import type { ServedFiles } from './served-files.ts';

/** What a server needs. */
export interface PageServerOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly files: ServedFiles;
  /** Stores a result; where it throws, the page is told so. */
  readonly onResult: (result: PageResult) => void;
}

/** A running server. */
export interface PageServer {
  /** Such as `http://127.0.0.1:4488/`. */
  readonly address: string;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/** Names by which this machine calls itself. A page of another name that resolves to it sends that name. */
const ownHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** The first two give a page a finer clock. */
const headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * Serves the page to browsers of this machine, and takes what it reports: `POST /results`, one JSON object each.
 *
 * @throws UnsupportedOptionError where the port cannot be used.
 */
export async function servePage({ port, files, onResult }: PageServerOptions): Promise<PageServer> {
  const server = createServer((request, response) => {
    answer(request, files, onResult).then(
      (reply) => send(response, reply),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(portError(port, cause)));
    server.listen(port, loopback, resolve);
  });
  const address = `http://${loopback}:${(server.address() as AddressInfo).port}/`;
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly content?: string | Uint8Array;
  readonly allow?: string;
}

const refuse = (status: number, content: string): Reply => ({ status, content: `${content}\n` });

async function answer(
  request: IncomingMessage,
  files: ServedFiles,
  onResult: (result: PageResult) => void,
): Promise<Reply> {
  const { host = '', origin } = request.headers;
  if (!ownHost.test(host)) return refuse(403, 'This server answers for 127.0.0.1 and localhost only.');
  if (origin !== undefined && origin !== `http://${host}`) return refuse(403, 'Pages of other addresses are refused.');
  const path = request.url?.replace(/\?.*$/s, '');
  if (path === '/results') return takeResult(request, onResult);
  const file = files.get(path ?? '');
  if (file === undefined) return refuse(404, 'There is no such file.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { ...refuse(405, 'Only GET is answered here.'), allow: 'GET, HEAD' };
  }
  return { status: 200, ...file };
}

async function takeResult(request: IncomingMessage, onResult: (result: PageResult) => void): Promise<Reply> {
  if (request.method !== 'POST') return { ...refuse(405, 'Results are sent with POST.'), allow: 'POST' };
  // A form of another page cannot send this type without asking first, and nobody answers that.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return refuse(415, 'Results are application/json.');
  }
  const body = await readBody(request);
  if (body === undefined) return refuse(413, `A result has at most ${mostBytes} bytes.`);
  try {
    onResult(parseResult(JSON.parse(body)));
    return { status: 204 };
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(400, 'This is no JSON.');
    if (error instanceof LnccError) return refuse(error.name === 'InvalidDataError' ? 400 : 507, error.message);
    throw error;
  }
}

function send(response: ServerResponse, { status, type = 'text/plain; charset=utf-8', content = '', allow }: Reply) {
  const bytes = Buffer.from(content);
  response.writeHead(status, {
    ...headers,
    ...(status === 204 ? {} : { 'content-type': type, 'content-length': bytes.length }),
    ...(allow === undefined ? {} : { allow }),
    // What is left of a body that is too long is not read.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

function portError(port: number, cause: Error): UnsupportedOptionError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'is taken by another program',
    EACCES: 'may not be used by this user',
  };
  const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''] ?? `cannot be used (${cause.message})`;
  return new UnsupportedOptionError(`--port ${port} ${reason}. Name another one, or 0 for any that is free.`, {
    cause,
  });
}
