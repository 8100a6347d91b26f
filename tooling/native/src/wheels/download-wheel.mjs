import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withScratch } from '../cache/scratch.mjs';
import { runProcess } from '../process/run-process.mjs';
import { megabytes } from '../process/voice.mjs';
import { SetupError } from '../setup-error.mjs';
import { downloadAdvice } from './download-advice.mjs';
import { sha256File } from './sha256-file.mjs';
import { watchDownload } from './watch-download.mjs';
import { pipTags } from './wheel.mjs';

/**
 * The wheel as a file in the cache, checked against its hash: one that is there already (an earlier run was interrupted, or
 * somebody has put it there by hand), or a fresh download.
 *
 * @param {import('./wheel.mjs').Wheel} wheel
 * @param {import('../workshop.mjs').Workshop} workshop
 * @returns {Promise<string>} its path; the caller removes it when it is unpacked.
 * @throws {SetupError} when it cannot be had, or is not the file its hash promises.
 */
export async function downloadWheel(wheel, workshop) {
  const { root, voice, signal } = workshop;
  const folder = path.join(root, 'downloads');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, wheel.file);
  if (existsSync(file)) {
    if ((await sha256File(file, signal)) === wheel.sha256) return file;
    voice.say(`${file} is damaged (its SHA-256 is not ${wheel.sha256.slice(0, 12)}…): downloading it again.`);
    rmSync(file);
  }
  await withScratch(root, async (scratch) => {
    voice.say(`downloading ${wheel.name} ${wheel.version}, ${megabytes(wheel.bytes)}`);
    const fresh = await download(wheel, scratch, workshop);
    const sha256 = await sha256File(fresh, signal);
    if (sha256 !== wheel.sha256) {
      throw new SetupError(
        `${wheel.file} has the SHA-256 ${sha256}, not ${wheel.sha256}: it was not kept.`,
        'Run the command again; if it stays, the package index in use serves another file than the public one.',
      );
    }
    renameSync(fresh, file);
  });
  return file;
}

/**
 * @param {import('./wheel.mjs').Wheel} wheel
 * @param {string} scratch
 * @param {import('../workshop.mjs').Workshop} workshop
 * @returns {Promise<string>}
 */
async function download(wheel, scratch, { root, environment, voice, signal, python }) {
  const program = await python();
  const requirements = path.join(scratch, 'requirements.txt');
  writeFileSync(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const stop = watchDownload(voice, wheel, scratch);
  try {
    const { code, errors } = await runProcess(
      [
        ...[program, '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-cache-dir', '--no-deps'],
        ...pipTags(wheel),
        ...['--dest', scratch, '--require-hashes', '--requirement', requirements],
      ],
      // pip's own temporary files have to be where they are swept after a crash; and nothing is installed.
      { environment: { ...environment, TMPDIR: scratch, PIP_REQUIRE_VIRTUALENV: '0' }, signal },
    );
    const file = path.join(scratch, wheel.file);
    if (code === 0 && existsSync(file)) return file;
    throw downloadAdvice(wheel, errors, path.join(root, 'downloads'));
  } finally {
    stop();
  }
}
