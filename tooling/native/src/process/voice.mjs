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

/** @param {number} bytes @returns {string} */
export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
