import type { IncomingMessage } from 'node:http';

/** A result of 1000 rounds has about a third of it. */
export const mostBytes = 64 * 1024;

/**
 * The text that a request sends.
 *
 * @returns `undefined` where it is longer than {@link mostBytes}; the rest is not read.
 */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > mostBytes) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
