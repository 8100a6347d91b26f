import { existsSync } from 'node:fs';
import path from 'node:path';
import { isCopied } from '../checkout/package-copy.mjs';
import { isUnpacked } from '../wheels/unpack-wheel.mjs';
import { bindingPlace, tfjsLayout } from './layout.mjs';

/** @type {typeof import('../index.d.mts').findTfjsNode} */
export function findTfjsNode({ gpu = false, environment = process.env } = {}) {
  let layout;
  try {
    layout = tfjsLayout({ gpu, environment });
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
  const missing = missingPiece(layout);
  if (missing === undefined) return { folder: layout.copy.folder };
  // What the package's own installer has brought, where it still works.
  if (existsSync(path.join(layout.copy.installed, bindingPlace))) return { folder: layout.copy.installed };
  return {
    missing: `${layout.packageName} is not set up: ${missing}. Run \`npm run setup:tfjs${gpu ? ' -- --gpu' : ''}\`.`,
  };
}

/**
 * @param {import('./layout.mjs').TfjsLayout} layout
 * @returns {string | undefined}
 */
function missingPiece({ wheel, library, binding, copy }) {
  if (!isUnpacked(wheel, library)) return `${library} does not hold the library of ${wheel.name} ${wheel.version}`;
  if (!existsSync(binding)) return `there is no ${binding}`;
  if (!isCopied(copy)) return `${copy.folder} is not a copy for this checkout`;
  return undefined;
}
