import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** What the publisher of a file says of its bytes. */
export interface Checksum {
  readonly algorithm: 'md5' | 'sha256';
  /** Hexadecimal. */
  readonly value: string;
}

/** The digest of a file, read in pieces. */
export async function checksumOf(path: string, algorithm: Checksum['algorithm']): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}
