import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {Awaited<ReturnType<typeof import('./slurm.mjs').startSlurm>>} Slurm */

/**
 * The state of every task of a job array, `RUNNING` or `COMPLETED` for instance.
 *
 * @param {Slurm} slurm @param {string} job @returns {Record<number, string>}
 */
export function statesOf(slurm, job) {
  const text = slurm.command('squeue', ['--noheader', '--array', '--states=all', `--jobs=${job}`, '--format=%K %T']);
  const lines = text.trim().split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => line.trim().split(/\s+/)).map(([task, state]) => [task, state]));
}

/** @param {string} folder of a shard @returns {Record<string, unknown>[]} its whole lines. */
export function measuredIn(folder) {
  const path = join(folder, 'measurements.jsonl');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}

/**
 * The process that runs a shard, by its command line.
 *
 * @param {string} shard such as `1/2` @param {string} output @returns {number | undefined}
 */
export function processOf(shard, output) {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
      if (words[0]?.endsWith('node') && words.includes(shard) && words.includes(output)) return Number(id);
    } catch {
      // It has ended meanwhile.
    }
  }
  return undefined;
}

/**
 * @template Value
 * @param {string} what is waited for @param {() => Value | undefined | false} condition @param {number} seconds
 * @returns {Promise<Value>}
 */
export async function until(what, condition, seconds = 90) {
  const limit = Date.now() + 1000 * seconds;
  for (;;) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > limit) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
