import { LnccError } from '@fast-lncc/core';

/** A verb of this backend that nobody has written; the message names it and its file. */
export class UnwrittenVerbError extends LnccError {
  override readonly name = 'UnwrittenVerbError';
}

/**
 * Stands where a verb has to be written.
 *
 * @param file within `src`.
 * @throws UnwrittenVerbError always.
 */
export function unwritten(verb: string, file: string): never {
  throw new UnwrittenVerbError(`'${verb}' is unwritten; write it in packages/backend-name/src/${file}.`);
}
