import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withScratch } from '../cache/scratch.mjs';
import { runProcess } from '../process/run-process.mjs';
import { SetupError } from '../setup-error.mjs';
import { downloadWheel } from './download-wheel.mjs';

const extractor = fileURLToPath(new URL('./extract-members.py', import.meta.url));

/** @param {import('./wheel.mjs').Wheel} wheel @param {string} folder */
const stampOf = (wheel, folder) => path.join(folder, '.unpacked', `${wheel.file}.json`);

/**
 * Whether the files that are needed from a wheel are in a folder, each with the size it was unpacked with.
 *
 * @param {import('./wheel.mjs').Wheel} wheel
 * @param {string} folder
 * @returns {boolean}
 */
export function isUnpacked(wheel, folder) {
  try {
    const { sha256, files } = JSON.parse(readFileSync(stampOf(wheel, folder), 'utf8'));
    return (
      sha256 === wheel.sha256 &&
      Object.entries(files).every(([name, size]) => statSync(path.join(folder, name)).size === size)
    );
  } catch {
    return false;
  }
}

/**
 * Brings the files that are needed from a wheel into a folder, which may hold those of others. The stamp is written last:
 * until then the folder counts as incomplete, and another run starts over. The wheel does not stay.
 *
 * @param {import('./wheel.mjs').Wheel} wheel
 * @param {string} folder
 * @param {import('../workshop.mjs').Workshop} workshop
 * @throws {SetupError} when the wheel cannot be had or unpacked.
 */
export async function unpackWheel(wheel, folder, workshop) {
  const file = await downloadWheel(wheel, workshop);
  const { environment, signal, voice, python, root } = workshop;
  voice.say(`unpacking ${wheel.name} ${wheel.version}`);
  const program = await python();
  await withScratch(root, async (scratch) => {
    const { code, errors } = await runProcess([program, extractor, file, scratch, ...wheel.members], {
      environment,
      signal,
    });
    if (code !== 0) {
      const full = /Errno 28|No space left/.test(errors);
      throw new SetupError(
        `${wheel.file} could not be unpacked: ${full ? 'the disk is full.' : errors.trim()}`,
        full ? 'Free some space, or name another disk with FAST_LNCC_CACHE.' : 'Run the command again.',
      );
    }
    rmSync(stampOf(wheel, folder), { force: true });
    /** @type {Record<string, number>} */
    const files = {};
    for (const name of filesIn(scratch)) {
      const target = path.join(folder, name);
      mkdirSync(path.dirname(target), { recursive: true });
      renameSync(path.join(scratch, name), target);
      files[name] = statSync(target).size;
    }
    const stamp = path.join(scratch, 'stamp.json');
    writeFileSync(stamp, JSON.stringify({ sha256: wheel.sha256, files }));
    mkdirSync(path.dirname(stampOf(wheel, folder)), { recursive: true });
    renameSync(stamp, stampOf(wheel, folder));
  });
  rmSync(file, { force: true });
}

/** @param {string} folder @returns {string[]} paths relative to the folder. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)));
}
