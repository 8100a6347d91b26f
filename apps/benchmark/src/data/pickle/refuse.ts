import { InvalidDataError } from '@fast-lncc/core';

/** An error about what a pickle asks for at a byte, and the way out. */
export type Refuse = (what: string) => InvalidDataError;

export function refusal(path: string, offset: number, what: string): InvalidDataError {
  return new InvalidDataError(
    `${path} is a pickle with ${what} at byte ${offset}. Here a pickle can only build NumPy arrays of numbers, and nothing else in it is run. If you trust the file, load it in Python and save numpy.savez(path, vol=image, seg=labels).`,
  );
}
