import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../../../..', import.meta.url));
const ownerFile = 'checkout.txt';

/**
 * The folder of this checkout in the cache, for packages that are loaded from there but import what it has installed.
 *
 * @param {string} root the cache
 * @returns {string}
 */
export function checkoutFolder(root) {
  return path.join(root, 'checkouts', createHash('sha256').update(checkout).digest('hex').slice(0, 12));
}

/**
 * Makes it, and removes those of checkouts that are gone.
 *
 * @param {string} root the cache
 */
export function openCheckoutFolder(root) {
  const own = checkoutFolder(root);
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, ownerFile), checkout);
  for (const name of readdirSync(path.dirname(own))) {
    const folder = path.join(path.dirname(own), name);
    const owner = path.join(folder, ownerFile);
    if (existsSync(owner) && !existsSync(readFileSync(owner, 'utf8'))) rmSync(folder, { recursive: true, force: true });
  }
}
