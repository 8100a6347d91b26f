import { constants } from 'node:os';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** Why work was given up: somebody ended the process. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super('interrupted: what was complete is kept, and the same command goes on from there.');
    this.name = 'Interrupted';
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Turns Ctrl-C and its like into an aborted signal, so that children end and what they have half done is removed. A second
 * one ends the process at once; the next run removes what that leaves.
 *
 * @returns {AbortSignal}
 */
export function watchInterruption() {
  const controller = new AbortController();
  for (const signal of signals) process.once(signal, () => controller.abort(new Interrupted(signal)));
  return controller.signal;
}
