import { resolve } from 'node:path';
import { vm1 } from '@fast-lncc/networks';
import { parseGridSize } from '../../data/grid-size.ts';
import { formatShape } from '../../data/volume.ts';
import { planPreparation } from '../../dataset/prepare/plan-preparation.ts';
import { prepareDataset } from '../../dataset/prepare/prepare-dataset.ts';
import { inThisThread, inThreads } from '../../dataset/prepare/task-runner.ts';
import { usualJobs } from '../../dataset/prepare/usual-jobs.ts';
import { assertNetworkSize } from '../../networks/network-size.ts';
import { formatDuration } from '../../run/time-left.ts';
import type { CommandContext } from '../context.ts';
import { wholeNumber } from '../options.ts';
import { createDataProgress, timeLeft } from './progress.ts';

/** As the command line gives them. */
export interface PrepareOptions {
  readonly output: string;
  readonly atlas?: string;
  readonly pairs?: string;
  readonly warped?: string;
  readonly subset?: string;
  readonly size: string;
  readonly limit?: string;
  readonly name?: string;
  readonly jobs?: string;
  readonly seed: string;
}

/**
 * Prepares a dataset.
 *
 * @returns the exit code: 0, or the code the interruption asks for.
 */
export async function prepare(
  sources: readonly string[],
  options: PrepareOptions,
  { output, startFolder, interruption }: CommandContext,
): Promise<number> {
  const shape = parseGridSize(options.size);
  assertNetworkSize(shape, [vm1]);
  const path = (name: string | undefined) => (name === undefined ? undefined : resolve(startFolder, name));
  const count = (option: string, text: string | undefined, most: number) =>
    text === undefined ? undefined : wholeNumber(option, text, 1, most);
  const plan = planPreparation({
    sources: sources.map((source) => resolve(startFolder, source)),
    atlas: path(options.atlas),
    table: path(options.pairs),
    warped: count('--warped', options.warped, 100_000),
    subset: options.subset,
    limit: count('--limit', options.limit, 1_000_000),
    name: options.name,
    seed: wholeNumber('--seed', options.seed, 0, 2 ** 32 - 1),
    shape,
  });
  const jobs = count('--jobs', options.jobs, 256) ?? usualJobs(plan);
  const runner = jobs === 1 ? inThisThread() : inThreads(Math.min(jobs, plan.images.length));
  const progress = createDataProgress(output);
  const total = plan.images.length;
  const start = performance.now();
  let [done, kept] = [0, 0];
  progress.say(`Preparing ${total} images, ${plan.pairs.length} pairs, at ${formatShape(shape)} (${plan.source})`);
  try {
    const folder = resolve(startFolder, options.output);
    const events = {
      finished: (id: string, wasThere: boolean) => {
        if (wasThere) kept++;
        else done++;
        const left = timeLeft(done, total - kept, performance.now() - start);
        progress.advance(`[${done + kept}/${total}] ${id}${wasThere ? ' was there' : ''}${left}`);
      },
      failed: (id: string, error: Error) => progress.say(`${id}: ${error.message}`),
    };
    const dataset = await prepareDataset(plan, folder, runner, events, interruption.signal);
    if (dataset === undefined) {
      progress.say(`Stopped: ${done + kept} of ${total} images are finished. The same command goes on.`);
      return interruption.exitCode;
    }
    progress.say(
      `${options.output}: ${dataset.count} pairs, ${total} images${kept > 0 ? ` (${kept} were there)` : ''}, in ${formatDuration(performance.now() - start)}. Train on it with --data ${options.output} --size ${formatShape(shape)}.`,
    );
    return 0;
  } finally {
    await runner.end();
  }
}
