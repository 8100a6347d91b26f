import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * How a set-up speaks: whole lines, and the state of something that takes a while.
 *
 * @typedef {object} Voice
 * @property {(line: string) => void} say
 * @property {(line: string) => void} update replaces the last update on a terminal; elsewhere printed now and then
 */

const quietMilliseconds = 10_000;

/**
 * @param {Pick<NodeJS.WriteStream, 'write' | 'isTTY'>} stream
 * @param {() => number} [clock]
 * @returns {Voice}
 */
export function createVoice(stream, clock = () => performance.now()) {
  let unfinished = false;
  let printedAt = clock();
  return {
    say(line) {
      if (unfinished) stream.write('\r\x1b[K');
      unfinished = false;
      printedAt = clock();
      stream.write(`${line}\n`);
    },
    update(line) {
      if (stream.isTTY) {
        stream.write(`\r\x1b[K${line}`);
        unfinished = true;
      } else if (clock() - printedAt >= quietMilliseconds) {
        printedAt = clock();
        stream.write(`${line}\n`);
      }
    },
  };
}

/**
 * Tells now and then how much a folder holds, while something fills it.
 *
 * @param {Voice} voice
 * @param {string} label
 * @param {string} folder
 * @param {number} expectedBytes
 * @returns {() => void} stops it.
 */
export function watchFolder(voice, label, folder, expectedBytes) {
  const timer = setInterval(() => {
    voice.update(`${label}: ${megabytes(bytesIn(folder))} of ${megabytes(expectedBytes)} MB`);
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}

/** @param {number} bytes */
export const megabytes = (bytes) => Math.round(bytes / 1e6);

/** @param {string} folder @returns {number} */
function bytesIn(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const inner = path.join(folder, entry.name);
      bytes += entry.isDirectory() ? bytesIn(inner) : statSync(inner).size;
    }
  } catch {
    // Files come and go while it is being filled.
  }
  return bytes;
}
