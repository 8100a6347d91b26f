import type { PartFile, PartState } from './part-file.ts';

/** The rest of a file, from a server. */
export interface Rest {
  readonly response: Response;
  /** Where the response's bytes begin: 0 where the server sends the whole, because it has no ranges, or another version. */
  readonly offset: number;
  readonly state: PartState;
  /** All bytes are there already; the response has none of them. */
  readonly isComplete: boolean;
}

/** Bytes that cannot be gone on with: the server has another file than the one they are of. */
export class ChangedFile extends Error {}

/**
 * Asks for what is missing of a file: with `If-Range`, a server whose file has changed sends it from its beginning.
 *
 * @throws ChangedFile where the answer does not go on from what is there.
 */
export async function requestRest(url: string, part: PartFile, signal: AbortSignal): Promise<Rest> {
  const known = part.state();
  const size = part.size();
  // Without a validator nothing would tell whether the file is still the same one.
  const goesOn = size > 0 && known?.url === url && known.validator !== undefined;
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (goesOn) Object.assign(headers, { range: `bytes=${size}-`, 'if-range': known.validator });
  const response = await fetch(url, { headers, signal, redirect: 'follow' });
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  const total = range?.[2] === undefined || range[2] === '*' ? undefined : Number(range[2]);
  if (response.status === 416 && goesOn) {
    await response.body?.cancel();
    if (total === size) return { response, offset: size, state: known, isComplete: true };
    throw new ChangedFile(`it has ${total ?? 'another number of'} bytes, ${size} are there`);
  }
  if (response.status !== 206) return { response, offset: 0, state: stateOf(url, response), isComplete: false };
  const isRest = goesOn && Number(range?.[1]) === size && (known.length ?? total) === total;
  const validator = validatorOf(response);
  if (!isRest || (validator !== undefined && validator !== known.validator)) {
    await response.body?.cancel();
    throw new ChangedFile('its answer does not go on from the bytes that are there');
  }
  return { response, offset: size, state: known, isComplete: false };
}

function stateOf(url: string, response: Response): PartState {
  const validator = validatorOf(response);
  const length = response.headers.get('content-length');
  return { url, ...(validator ? { validator } : {}), ...(length === null ? {} : { length: Number(length) }) };
}

/** A weak ETag stands for files that differ in their bytes. */
function validatorOf({ headers }: Response): string | undefined {
  const tag = headers.get('etag');
  return tag !== null && !tag.startsWith('W/') ? tag : (headers.get('last-modified') ?? undefined);
}
