import { SetupError } from '../setup-error.mjs';

/** @param {string} place @returns {[string, string]} */
const full = (place) => [
  `The disk of ${place} is full.`,
  'Free some space, or name a folder on another disk with FAST_LNCC_CACHE.',
];

/** @param {string} place @returns {[string, string]} */
const forbidden = (place) => [
  `${place} cannot be written: permission denied.`,
  'Check who owns it, or name another folder with FAST_LNCC_CACHE.',
];

/** @type {Readonly<Record<string, (place: string) => [string, string]>>} */
const advice = {
  ENOSPC: full,
  EDQUOT: full,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: (place) => [`${place} cannot be written: its disk is read-only.`, 'Name another folder with FAST_LNCC_CACHE.'],
  ENOENT: (place) => [`${place} cannot be made.`, 'Name another folder with FAST_LNCC_CACHE.'],
  ENOTDIR: (place) => [
    `${place} cannot be written: a part of its path is a file.`,
    'Name another folder with FAST_LNCC_CACHE.',
  ],
};

/**
 * An error of the file system in words a user can act on; any other error as it is.
 *
 * @param {unknown} error
 * @param {string} root the cache
 * @returns {unknown}
 */
export function withAdvice(error, root) {
  const { code, syscall, path: place = root } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  // That a file is not there is an error of ours, except of a folder that is being made.
  const known = code === 'ENOENT' && syscall !== 'mkdir' ? undefined : advice[code ?? ''];
  if (!known) return error;
  return new SetupError(...known(place), { cause: error });
}
