import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Served {
  bytes: Uint8Array;
  tag: string | undefined;
  ranges: boolean;
  /** Connections are dropped after so many bytes, the first answers first; later ones are whole. */
  drops: number[];
  /** Status codes of the first answers. */
  failures: number[];
  retryAfter: string | undefined;
  /** Answers nothing more after the first bytes. */
  silent: boolean;
}

/** A server on this machine with one file under `/file.bin`, and a redirect to it under `/moved`. */
export async function serveFile(bytes: Uint8Array, settings: Partial<Served> = {}) {
  const served: Served = {
    bytes,
    tag: '"one"',
    ranges: true,
    drops: [],
    failures: [],
    retryAfter: undefined,
    silent: false,
    ...settings,
  };
  const requests: { path: string; range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url!, range: request.headers.range });
    answer(served, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, url: `${origin}/file.bin`, served, requests };
}

function answer(served: Served, request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/moved') {
    response.writeHead(302, { location: '/file.bin' }).end();
    return;
  }
  const failure = request.url === '/file.bin' ? served.failures.shift() : 404;
  if (failure !== undefined) {
    response.writeHead(failure, served.retryAfter === undefined ? {} : { 'retry-after': served.retryAfter }).end();
    return;
  }
  const { bytes, tag } = served;
  const from = startOf(served, request);
  const headers = tag === undefined ? {} : { etag: tag };
  if (from >= bytes.length) {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const rest = bytes.subarray(from);
  const range = from === 0 ? {} : { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(from === 0 ? 200 : 206, { ...headers, ...range, 'content-length': rest.length });
  const drop = served.drops.shift();
  if (served.silent) response.write(rest.subarray(0, 10));
  else if (drop === undefined) response.end(rest);
  else response.write(rest.subarray(0, drop), () => setTimeout(() => response.destroy(), 20));
}

function startOf({ ranges, tag }: Served, { headers }: IncomingMessage): number {
  const from = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  return ranges && from !== undefined && headers['if-range'] === tag ? Number(from) : 0;
}
