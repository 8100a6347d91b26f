import { resolve } from 'node:path';
import { checkDataset } from '../../dataset/check/check-dataset.ts';
import { openDataset } from '../../dataset/open-dataset.ts';
import type { CommandContext } from '../context.ts';
import { createDataProgress, timeLeft } from './progress.ts';

/**
 * Checks a prepared dataset, and lists everything that is wrong with it.
 *
 * @returns the exit code: 0 when nothing is, 1 otherwise, or the code the interruption asks for.
 */
export async function check(folder: string, { output, startFolder, interruption }: CommandContext): Promise<number> {
  const path = resolve(startFolder, folder);
  const progress = createDataProgress(output);
  const start = performance.now();
  const problems = await checkDataset(
    path,
    {
      advance: (done, total, file) =>
        progress.advance(`[${done}/${total}] ${file}${timeLeft(done, total, performance.now() - start)}`),
      problem: progress.say,
    },
    interruption.signal,
  );
  if (interruption.signal.aborted) {
    progress.say('Stopped: not every file was checked.');
    return interruption.exitCode;
  }
  const { about, count, digest } = openDataset(path);
  if (problems.length === 0) {
    progress.say(`${folder} is whole: ${about.images.length} images, ${count} pairs, digest ${digest}.`);
    return 0;
  }
  progress.say(
    `${problems.length === 1 ? 'One problem' : `${problems.length} problems`}. "data prepare" with the same options makes damaged files anew.`,
  );
  return 1;
}
