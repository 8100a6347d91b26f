import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeFolder } from './make-folder.mjs';

const heartbeatMilliseconds = 5000;
/** A claim of another machine (a home on a network) that has not been renewed for this long is that of a dead process. */
const silenceMilliseconds = 60_000;

/**
 * Does some work while no other process works in the cache.
 *
 * A process that wants the cache puts a file of its own, a claim, into `locks`, and then looks for claims of others that
 * live: if there are any it withdraws its own, waits and tries again. As everybody writes before looking, two never go
 * ahead together; and as every claim has a name of its own, a claim of a dead process is removed without a race.
 *
 * @template Result
 * @param {string} root the cache
 * @param {() => Promise<Result>} work
 * @param {object} [options]
 * @param {AbortSignal} [options.signal] ends the waiting
 * @param {(holder: string) => void} [options.onWait] told once, when another process has the cache
 * @returns {Promise<Result>}
 */
export async function withCacheLock(root, work, { signal, onWait } = {}) {
  const folder = path.join(root, 'locks');
  makeFolder(folder);
  const claim = path.join(folder, randomUUID());
  const content = JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid) });
  for (let waited = false; ; waited = true) {
    writeFileSync(claim, content);
    const holder = livingClaim(folder, claim);
    if (holder === undefined) break;
    rmSync(claim, { force: true });
    if (!waited) onWait?.(holder);
    await wait(200 + 300 * Math.random(), undefined, signal ? { signal } : {});
  }
  const heartbeat = setInterval(() => renew(claim), heartbeatMilliseconds);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(claim, { force: true });
  }
}

/**
 * Looks for the claim of a process that lives, and removes those of dead ones.
 *
 * @param {string} folder
 * @param {string} own
 * @returns {string | undefined} who it is.
 */
function livingClaim(folder, own) {
  for (const name of readdirSync(folder)) {
    const claim = path.join(folder, name);
    if (claim === own) continue;
    const holder = livingHolder(claim);
    if (holder !== undefined) return holder;
    rmSync(claim, { force: true });
  }
  return undefined;
}

/** @param {string} claim @returns {string | undefined} */
function livingHolder(claim) {
  try {
    const renewed = Date.now() - statSync(claim).mtimeMs < silenceMilliseconds;
    const text = readFileSync(claim, 'utf8');
    // Created, but not yet written.
    if (text === '') return renewed ? 'another process' : undefined;
    const { pid, host, started } = JSON.parse(text);
    const lives = host === hostname() ? isRunning(pid) && startOf(pid) === started : renewed;
    return lives ? `process ${pid}${host === hostname() ? '' : ` on ${host}`}` : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * When a process was started, where the system tells it: numbers of processes are used again.
 *
 * @param {number} pid
 * @returns {string | null}
 */
function startOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name in parentheses, may hold spaces; the start time is the 22nd.
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** @param {string} claim */
function renew(claim) {
  try {
    utimesSync(claim, new Date(), new Date());
  } catch {
    // A cleaned cache has no claim left to renew.
  }
}
