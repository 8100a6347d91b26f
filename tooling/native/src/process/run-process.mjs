import { spawn } from 'node:child_process';

/**
 * @typedef {object} ProcessResult
 * @property {number | null} code `null` when a signal ended it
 * @property {NodeJS.Signals | null} killer
 * @property {string} output what it printed on standard output
 * @property {string} errors what it printed on standard error, the last 20,000 characters
 */

const graceMilliseconds = 3000;
const keptCharacters = 20_000;

/**
 * Runs a program quietly to its end, whatever that is.
 *
 * @param {readonly string[]} command program and arguments
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.environment] the whole of it; default: this process's
 * @param {AbortSignal} [options.signal] ends the program and what it has started: first kindly, then not
 * @returns {Promise<ProcessResult>}
 * @throws the spawn error when the program cannot be started; the signal's reason when it was aborted.
 */
export function runProcess([program = '', ...args], { environment = process.env, signal } = {}) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own, so that what the program has started ends with it; a terminal's Ctrl-C comes by the signal.
    const detached = process.platform !== 'win32';
    const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached });
    /** @param {NodeJS.Signals} killer */
    const end = (killer) => {
      try {
        if (detached && child.pid !== undefined) process.kill(-child.pid, killer);
        else child.kill(killer);
      } catch {
        // It has ended by itself.
      }
    };
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      errors = (errors + chunk).slice(-keptCharacters);
    });
    /** @type {NodeJS.Timeout | undefined} */
    let forced;
    const stop = () => {
      end('SIGTERM');
      forced = setTimeout(() => end('SIGKILL'), graceMilliseconds);
    };
    signal?.addEventListener('abort', stop, { once: true });
    const detach = () => {
      clearTimeout(forced);
      signal?.removeEventListener('abort', stop);
    };
    child.once('error', (error) => {
      detach();
      reject(error);
    });
    child.once('close', (code, killer) => {
      detach();
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code, killer, output, errors });
    });
  });
}
