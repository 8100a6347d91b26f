import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withAdvice } from '../src/cache/system-advice.mjs';
import { SetupError } from '../src/setup-error.mjs';
import { downloadAdvice } from '../src/wheels/download-advice.mjs';

const wheel = { name: 'tiny-library', version: '1.2.3', file: 'tiny_library-1.2.3-py3-none-any.whl' };

test.each([
  ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', 'The disk is full'],
  ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.', 'a damaged download, or another file'],
  ['SSLError(SSLCertVerificationError(1, [SSL: CERTIFICATE_VERIFY_FAILED]', 'name your own with PIP_CERT'],
  [
    'ERROR: No matching distribution found for tiny-library==1.2.3',
    'does not have this wheel, or could not be reached',
  ],
  ['WARNING: Retrying after connection broken by NewConnectionError', 'could not be reached'],
  ['ReadTimeoutError: Read timed out.', 'could not be reached'],
  ['something nobody foresaw', ':\nsomething nobody foresaw'],
])('%s', (errors, expected) => {
  const { message } = downloadAdvice(wheel, errors, '/cache/downloads');
  expect(message).toMatch(/^pip could not download tiny-library 1\.2\.3/);
  expect(message).toContain(expected);
  expect(message).toMatch(
    /put tiny_library-1\.2\.3-py3-none-any\.whl into \/cache\/downloads and run the command again\.$/,
  );
});

/** The error that the system gives for a call. */
function errorOf(call: () => void): NodeJS.ErrnoException {
  try {
    call();
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
  throw new Error('the call went well');
}

test.runIf(process.platform === 'linux')('errors of the system, as it gives them', () => {
  const full = errorOf(() => writeFileSync('/dev/full', 'x'));
  expect(full.code).toBe('ENOSPC');
  expect(withAdvice(full, '/cache')).toEqual(
    new SetupError(
      'The disk of /cache is full.',
      'Free some space, or name a folder on another disk with FAST_LNCC_CACHE.',
    ),
  );
  const file = errorOf(() => writeFileSync('/dev/null/cache', 'x'));
  expect((withAdvice(file, '/cache') as Error).message).toContain(
    '/dev/null/cache cannot be written: a part of its path',
  );
});

test.each([
  ['EROFS', 'its disk is read-only'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EDQUOT', 'is full'],
])('%s', (code, expected) => {
  const error = Object.assign(new Error(code), { code, path: '/cache/locks' });
  expect((withAdvice(error, '/cache') as Error).message).toMatch(new RegExp(`/cache/locks.* ${expected}`));
});

test('other errors stay as they are', () => {
  const missing = errorOf(() => void readFileSync('/nowhere/at/all'));
  expect(withAdvice(missing, '/cache')).toBe(missing);
  expect(withAdvice(undefined, '/cache')).toBe(undefined);
});
