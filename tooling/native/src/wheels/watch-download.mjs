import { folderBytes } from '../cache/folder-bytes.mjs';
import { megabytes } from '../process/voice.mjs';

/**
 * Tells now and then how far a download has come, by what lies in the folder that it fills.
 *
 * @param {import('../process/voice.mjs').Voice} voice
 * @param {import('./wheel.mjs').Wheel} wheel
 * @param {string} folder
 * @returns {() => void} stops it.
 */
export function watchDownload(voice, { name, version, bytes }, folder) {
  const timer = setInterval(() => {
    voice.update(`${name} ${version}: ${megabytes(folderBytes(folder))} of ${megabytes(bytes)}`);
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}
