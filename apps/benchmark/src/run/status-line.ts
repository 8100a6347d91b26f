/** Where progress goes: a terminal whose last line can be rewritten, or plain lines. */
export interface ProgressOutput {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
}

/** The line that tells how far something is. */
export interface StatusLine {
  /** A line of its own, which stays. */
  say(text: string): void;
  /** What the last line of a terminal reads. */
  show(text: string): void;
  /** The same; and without a terminal a line now and then. */
  advance(text: string): void;
}

const eraseLine = '\r\u001b[2K';
const usualColumns = 80;

/**
 * @param everyMilliseconds without a terminal, a line no more often than that.
 * @param now milliseconds of a clock
 */
export function createStatusLine(output: ProgressOutput, everyMilliseconds: number, now: () => number): StatusLine {
  let open = false;
  let lastLine = now();
  const say = (text: string) => {
    output.write(`${open ? eraseLine : ''}${text}\n`);
    open = false;
    lastLine = now();
  };
  const show = (text: string) => {
    if (!output.isTerminal) return;
    // A full line would wrap, and could not be erased.
    output.write(`${eraseLine}${text.slice(0, (output.columns ?? usualColumns) - 1)}`);
    open = true;
  };
  return {
    say,
    show,
    advance(text) {
      if (output.isTerminal) show(text);
      else if (now() - lastLine >= everyMilliseconds) say(text);
    },
  };
}
