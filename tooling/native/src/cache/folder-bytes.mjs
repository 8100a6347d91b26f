import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * How much a folder holds, while others may be changing it.
 *
 * @param {string} folder
 * @returns {number} bytes; links count as nothing.
 */
export function folderBytes(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const inner = path.join(folder, entry.name);
      if (entry.isDirectory()) bytes += folderBytes(inner);
      else if (entry.isFile()) bytes += lstatSync(inner).size;
    }
  } catch {
    // It has gone in the meantime.
  }
  return bytes;
}
