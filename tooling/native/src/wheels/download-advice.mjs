import { SetupError } from '../setup-error.mjs';

/** @type {ReadonlyArray<readonly [RegExp, string]>} */
const symptoms = [
  [
    /No space left on device|Errno 28/i,
    'The disk is full: free some space, or name another disk with FAST_LNCC_CACHE.',
  ],
  [
    /DO NOT MATCH THE HASHES/i,
    'The file served is not the one its hash promises: a damaged download, or another file. Run the command again.',
  ],
  [
    /CERTIFICATE_VERIFY_FAILED|SSLError/i,
    'The certificate of the package index is not trusted: name your own with PIP_CERT.',
  ],
  [
    /Could not find a version|No matching distribution/i,
    'The package index in use does not have this wheel, or could not be reached: check the connection, `pip config list`, and behind a proxy HTTPS_PROXY.',
  ],
  [
    /Connection|ConnectTimeout|Read timed out|Temporary failure in name resolution|ProxyError/i,
    'The package index could not be reached: check the connection; behind a proxy set HTTPS_PROXY.',
  ],
];

/**
 * What to tell about a failed download, judged by what pip printed.
 *
 * @param {Pick<import('./wheel.mjs').Wheel, 'name' | 'version' | 'file'>} wheel
 * @param {string} errors
 * @param {string} folder where a wheel fetched by hand is looked for
 * @returns {SetupError}
 */
export function downloadAdvice({ name, version, file }, errors, folder) {
  const known = symptoms.find(([pattern]) => pattern.test(errors))?.[1];
  const words = errors.trim().split('\n').slice(-4).join('\n');
  return new SetupError(
    `pip could not download ${name} ${version}${known ? `. ${known}` : `:\n${words}`}`,
    `Without a connection, put ${file} into ${folder} and run the command again.`,
  );
}
