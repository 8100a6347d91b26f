import { createStatusLine, type StatusLine } from '../../run/status-line.ts';
import { formatDuration } from '../../run/time-left.ts';
import type { CommandOutput } from '../context.ts';

/** Without a terminal, a line so often. */
const lineMilliseconds = 10_000;

/** Shows how far something is: one line that is rewritten on a terminal, otherwise a line every ten seconds. */
export const createDataProgress = (
  output: CommandOutput,
  now: () => number = () => performance.now(),
): Pick<StatusLine, 'advance' | 'say'> => createStatusLine(output, lineMilliseconds, now);

/** What is left of a work whose parts take about as long as those that were done. */
export const timeLeft = (done: number, total: number, milliseconds: number): string =>
  done === 0 || done >= total ? '' : `, about ${formatDuration((milliseconds / done) * (total - done))} left`;
