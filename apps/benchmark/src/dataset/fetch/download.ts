import { existsSync, statfsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StorageError, UnsupportedOptionError } from '@fast-lncc/core';
import { inGibibytes } from '../../doctor/units.ts';
import { type Checksum, checksumOf } from './checksum.ts';
import { DownloadError } from './download-error.ts';
import { notStored, type PartFile, partFile } from './part-file.ts';
import { ChangedFile, type Rest, requestRest } from './request-rest.ts';

export interface DownloadRequest {
  readonly url: string;
  /** The file that is to be there in the end; its folder exists. */
  readonly target: string;
  readonly checksum?: Checksum | undefined;
  readonly signal: AbortSignal;
  /** Bytes that are there, and of the whole where the server tells. */
  onProgress(received: number, total: number | undefined): void;
  /** Something went wrong, and is tried again. */
  onRetry(reason: string, milliseconds: number): void;
  readonly timing?: Timing;
}

export interface Timing {
  /** A server that is silent for so long is asked again. */
  readonly silenceMilliseconds: number;
  /** The first wait; each further one without a new byte in between is twice as long. */
  readonly waitMilliseconds: number;
  /** Failures in a row, without a byte beyond what there was before, that end it. */
  readonly attempts: number;
}

const usualTiming: Timing = { silenceMilliseconds: 60_000, waitMilliseconds: 1000, attempts: 6 };
const longestWait = 60_000;

/**
 * Downloads a file: goes on from what an earlier attempt left where the server's file is still the same, tries again after
 * failures that may pass, and gives the file its name when its bytes are those that the checksum is of.
 *
 * @returns whether the file was there already.
 * @throws DownloadError for an answer that will not change, failures in a row, or another checksum; StorageError where it
 * cannot be written; the signal's reason where it is aborted. Except after another checksum, what was downloaded is kept.
 */
export async function download(request: DownloadRequest): Promise<'there' | 'downloaded'> {
  const { url, target, checksum, signal, timing = usualTiming } = request;
  if (!/^https?:\/\//i.test(url)) {
    throw new UnsupportedOptionError(`--url ${url} is no address of a web server. Write it as https://….`);
  }
  if (existsSync(target)) {
    await requireChecksum(target, checksum, `Remove ${target}, or name another folder.`);
    return 'there';
  }
  const part = partFile(target);
  // A download that begins again makes progress when it comes further than any before it.
  let furthest = part.size();
  for (let failures = 0; ; ) {
    try {
      await attempt(request, part, timing.silenceMilliseconds);
      break;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof StorageError || error instanceof DownloadError) throw error;
      const reached = part.size();
      if (error instanceof ChangedFile) part.discard();
      failures = reached > furthest ? 1 : failures + 1;
      furthest = Math.max(furthest, reached);
      const reason = reasonOf(error);
      if (failures >= timing.attempts) {
        throw new DownloadError(
          `${url} failed ${failures} times in a row (${reason}); ${part.size()} bytes are kept. Check the network, and give the same command again: it goes on.`,
          { cause: error },
        );
      }
      const asked = error instanceof BusyServer ? error.milliseconds : 0;
      const wait = Math.min(longestWait, Math.max(asked, timing.waitMilliseconds * 2 ** (failures - 1)));
      request.onRetry(reason, wait);
      await sleep(wait, undefined, { signal });
    }
  }
  try {
    await requireChecksum(part.path, checksum, 'It was removed. Try again, or check the address and the checksum.');
  } catch (error) {
    part.discard();
    throw error;
  }
  part.finish();
  return 'downloaded';
}

/** An answer that asks to come again. */
class BusyServer extends Error {
  readonly milliseconds: number;
  constructor(status: number, retryAfter: string | null) {
    super(`the server answers ${status}`);
    this.milliseconds = /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : 0;
  }
}

async function attempt(request: DownloadRequest, part: PartFile, silenceMilliseconds: number): Promise<void> {
  const { url, signal } = request;
  const silence = new AbortController();
  const fall = () => silence.abort(new Error(`the server was silent for ${silenceMilliseconds / 1000} s`));
  const timer = setTimeout(fall, silenceMilliseconds);
  try {
    const rest = await requestRest(url, part, AbortSignal.any([signal, silence.signal]));
    if (rest.isComplete) return;
    await requireAnswer(rest, request, part);
    await receive(rest, request, part, () => timer.refresh());
  } finally {
    clearTimeout(timer);
  }
}

async function requireAnswer({ response, state, offset }: Rest, { url, target }: DownloadRequest, part: PartFile) {
  const { status, headers } = response;
  if (status === 200 || status === 206) {
    const missing = (state.length ?? 0) - offset;
    const { bavail, bsize } = statfsSync(dirname(target));
    const free = bavail * bsize + (offset === 0 ? part.size() : 0);
    if (missing <= free) return;
    await response.body?.cancel();
    throw new StorageError(
      `${target} needs ${inGibibytes(missing)} more; its disk has ${inGibibytes(free)} left. Free space, or name another folder.`,
    );
  }
  await response.body?.cancel();
  if (status === 408 || status === 429 || status >= 500) throw new BusyServer(status, headers.get('retry-after'));
  throw new DownloadError(
    `${url} cannot be downloaded: the server answers ${status}. Check the address, or give another as --url.`,
  );
}

async function receive(
  { response, offset, state }: Rest,
  { onProgress }: DownloadRequest,
  part: PartFile,
  alive: () => void,
) {
  let received = offset;
  const file = await open(part.path, offset === 0 ? 'w' : 'a').catch((cause) => {
    throw notStored(part.path, cause);
  });
  try {
    if (offset === 0) part.remember(state);
    onProgress(received, state.length);
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      alive();
      await file.writeFile(chunk).catch((cause) => {
        throw notStored(part.path, cause);
      });
      received += chunk.length;
      onProgress(received, state.length);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (state.length !== undefined && received !== state.length) {
    throw new Error(`${received} of ${state.length} bytes came`);
  }
}

async function requireChecksum(path: string, checksum: Checksum | undefined, wayOut: string): Promise<void> {
  if (!checksum) return;
  const found = await checksumOf(path, checksum.algorithm);
  if (found === checksum.value.toLowerCase()) return;
  throw new DownloadError(
    `${path} has the ${checksum.algorithm.toUpperCase()} ${found}, not ${checksum.value}: it is another file, or damaged. ${wayOut}`,
  );
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
