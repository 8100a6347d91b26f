import { formatDuration } from '../../run/time-left.ts';
import type { CommandOutput } from '../context.ts';

const eraseLine = '\r\u001b[2K';
const usualColumns = 80;
/** Without a terminal, a line so often. */
const lineMilliseconds = 10_000;

/** Shows how far something is: one line that is rewritten on a terminal, otherwise a line every ten seconds. */
export interface DataProgress {
  advance(text: string): void;
  /** A line of its own. */
  say(text: string): void;
}

export function createDataProgress(output: CommandOutput, now: () => number = () => performance.now()): DataProgress {
  let open = false;
  let lastLine = now();
  const say = (text: string) => {
    output.write(`${open ? eraseLine : ''}${text}\n`);
    open = false;
    lastLine = now();
  };
  return {
    say,
    advance(text) {
      if (output.isTerminal) {
        // A full line would wrap, and could not be erased.
        output.write(`${eraseLine}${text.slice(0, (output.columns ?? usualColumns) - 1)}`);
        open = true;
      } else if (now() - lastLine >= lineMilliseconds) say(text);
    },
  };
}

/** What is left of a work whose parts take about as long as those that were done. */
export const timeLeft = (done: number, total: number, milliseconds: number): string =>
  done === 0 || done >= total ? '' : `, about ${formatDuration((milliseconds / done) * (total - done))} left`;
