import type { PageContenderId } from '../../src/page/contenders.ts';
import type { PreparedContender } from './contender.ts';

/** So long a round takes at least: far above the clock's resolution and the way to the GPU and back. */
const leastMilliseconds = 30;
const mostEvaluations = 4096;

/**
 * Evaluations per round, doubled until a round is long enough to be timed: twice, as a hiccup makes a short one long.
 */
export async function calibrate({ run }: Pick<PreparedContender, 'run'>): Promise<number> {
  let evaluations = 1;
  while (evaluations < mostEvaluations && !((await isLong(run, evaluations)) && (await isLong(run, evaluations)))) {
    evaluations *= 2;
  }
  return evaluations;
}

const isLong = async (run: PreparedContender['run'], evaluations: number): Promise<boolean> =>
  (await run(evaluations)) >= leastMilliseconds;

/** A contender with the number of its evaluations per round. */
export interface TimedContender extends Pick<PreparedContender, 'run'> {
  readonly id: PageContenderId;
  readonly evaluations: number;
}

/**
 * Rounds that take all contenders in turn, after one that warms up.
 *
 * @param onTurn before every turn; what it throws ends the rounds.
 * @param onFailure takes what a contender throws, which is left out from then on.
 * @returns milliseconds of one evaluation by round, of those that did not fail.
 */
export async function timeInTurn(
  contenders: readonly TimedContender[],
  rounds: number,
  onTurn: (id: PageContenderId, round: number) => void,
  onFailure: (id: PageContenderId, error: unknown) => void,
): Promise<ReadonlyMap<PageContenderId, readonly number[]>> {
  const times = new Map(contenders.map(({ id }) => [id, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const { id, evaluations, run } of contenders) {
      const own = times.get(id);
      if (own === undefined) continue;
      onTurn(id, round);
      try {
        const milliseconds = (await run(evaluations)) / evaluations;
        if (round > 0) own.push(milliseconds);
      } catch (error) {
        times.delete(id);
        onFailure(id, error);
      }
    }
  }
  return times;
}
