import { parseArgs } from 'node:util';
import { SetupError } from '../setup-error.mjs';

/**
 * The flags of a command line that has nothing else.
 *
 * @template {string} Flag
 * @param {readonly string[]} args
 * @param {readonly Flag[]} flags
 * @param {string} usage
 * @returns {Record<Flag, boolean>}
 * @throws {SetupError} for anything else.
 */
export function readFlags(args, flags, usage) {
  try {
    const options = Object.fromEntries(flags.map((flag) => [flag, { type: /** @type {const} */ ('boolean') }]));
    const { values } = parseArgs({ args: [...args], options });
    return /** @type {Record<Flag, boolean>} */ (
      Object.fromEntries(flags.map((flag) => [flag, values[flag] === true]))
    );
  } catch (error) {
    const [complaint] = String(error instanceof Error ? error.message : error).split('. ');
    throw new SetupError(`${complaint}.`, usage);
  }
}
