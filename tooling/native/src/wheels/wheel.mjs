/**
 * A wheel (a Python package, which is a zip file) in which native libraries are found. Where several of a version would
 * do, as the libraries do not link Python, one is named, so that its hash can be, too.
 *
 * @typedef {object} Wheel
 * @property {string} name the distribution, as an index knows it
 * @property {string} version
 * @property {string} file
 * @property {string} sha256
 * @property {number} bytes
 * @property {number} unpackedBytes of the members that are needed
 * @property {readonly string[]} members regular expressions of their paths
 */

/**
 * What pip has to be told to fetch exactly this wheel on any machine, as the name of its file says it:
 * `name-version-python-abi-platform[.platform…].whl`.
 *
 * @param {Wheel} wheel
 * @returns {string[]}
 */
export function pipTags({ file }) {
  const [, , , abi = '', platforms = ''] = file.replace(/\.whl$/, '').split('-');
  return [
    ...['--only-binary=:all:', '--python-version', '3.11'],
    ...['--implementation', abi === 'none' ? 'py' : 'cp', '--abi', abi],
    ...platforms.split('.').flatMap((platform) => ['--platform', platform]),
  ];
}
