import { join, resolve } from 'node:path';
import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Checksum } from '../../dataset/fetch/checksum.ts';
import { checksumOf } from '../../dataset/fetch/checksum.ts';
import { download, type Timing } from '../../dataset/fetch/download.ts';
import { findSet, type PublicSet, publicSets } from '../../dataset/fetch/public-sets.ts';
import { lockFolder } from '../../results/lock.ts';
import { makeFolder } from '../../results/make-folder.ts';
import type { CommandContext } from '../context.ts';
import { createDataProgress, timeLeft } from './progress.ts';

export interface FetchOptions {
  readonly output: string;
  readonly url?: string;
  readonly sha256?: string;
  readonly md5?: string;
}

/**
 * Downloads a public set, or tells how to get one that cannot be downloaded so.
 *
 * @returns the exit code: 0 when the file is there, 1 when it has to be got by hand, or the code of the interruption.
 * @throws UnsupportedOptionError for a set that is unknown; DownloadError and StorageError as `download`.
 */
export async function fetchSet(
  name: string,
  options: FetchOptions,
  { output, startFolder, interruption }: CommandContext,
  timing?: Timing,
): Promise<number> {
  const set = findSet(name);
  const url = options.url ?? set?.direct?.url;
  if (!set && !url) {
    const names = publicSets.map((known) => known.name).join(', ');
    throw new UnsupportedOptionError(
      `The set ${name} is unknown. Choose from: ${names}; or give its address as --url.`,
    );
  }
  if (set) output.write(describe(set));
  if (url === undefined) {
    output.write(`It cannot be downloaded from here. To go on: ${set!.next}.\n`);
    return 1;
  }
  const checksum = checksumIn(options) ?? (options.url === undefined ? set?.direct?.checksum : undefined);
  const folder = resolve(startFolder, options.output);
  makeFolder(folder);
  const target = join(folder, fileName(url, name));
  const unlock = lockFolder({ path: folder, lock: `${target}.lock` });
  const progress = createDataProgress(output);
  const start = performance.now();
  let first: number | undefined;
  try {
    const result = await download({
      url,
      target,
      checksum,
      signal: interruption.signal,
      onProgress(received, total) {
        first ??= received;
        const left = total ? timeLeft(received - first, total - first, performance.now() - start) : '';
        progress.advance(`${inMegabytes(received)}${total ? ` of ${inMegabytes(total)}` : ''}${left}`);
      },
      onRetry: (reason, wait) => progress.say(`${reason}; trying again in ${(wait / 1000).toFixed(0)} s`),
      ...(timing && { timing }),
    });
    progress.say(
      `${target} ${result === 'there' ? 'was there already' : 'is downloaded'}${await assurance(target, checksum)}`,
    );
    if (set) progress.say(`Next: ${set.next}.`);
    return 0;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    progress.say('Stopped: what was downloaded is kept, and the same command goes on.');
    return interruption.exitCode;
  } finally {
    unlock();
  }
}

async function assurance(target: string, checksum: Checksum | undefined): Promise<string> {
  if (checksum) return `; its ${checksum.algorithm.toUpperCase()} is right.`;
  return `. Nobody published its checksum; its SHA-256 is ${await checksumOf(target, 'sha256')}.`;
}

const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const describe = ({ title, licence, citation, size, page }: PublicSet): string =>
  `${title}\nSize: ${size}\nLicence: ${licence}\nCite: ${citation}\nPage: ${page}\n`;

const lengths = { md5: 32, sha256: 64 } as const;

function checksumIn(options: FetchOptions): Checksum | undefined {
  for (const algorithm of ['sha256', 'md5'] as const) {
    const value = options[algorithm];
    if (value === undefined) continue;
    if (!new RegExp(`^[0-9a-f]{${lengths[algorithm]}}$`, 'i').test(value)) {
      throw new UnsupportedOptionError(`--${algorithm} ${value} is not ${lengths[algorithm]} hexadecimal digits.`);
    }
    return { algorithm, value };
  }
  return undefined;
}

/** The last part of the address, as far as it can be a file's name. */
function fileName(url: string, name: string): string {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : '';
  return /^\w[\w.-]*$/.test(last) ? last : name.replace(/[^\w.-]+/g, '-');
}
