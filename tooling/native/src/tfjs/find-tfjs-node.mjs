import { existsSync } from 'node:fs';
import path from 'node:path';
import { isUnpacked } from '../unpack-wheel.mjs';
import { isCopied } from './copy-package.mjs';
import { bindingPath, tfjsLayout } from './layout.mjs';

/** @type {typeof import('../index.d.mts').findTfjsNode} */
export function findTfjsNode({ gpu = false, environment = process.env } = {}) {
  const layout = tfjsLayout({ gpu, environment });
  const missing = missingPiece(layout);
  if (missing === undefined) return { folder: layout.copy };
  // What the package's own installer has brought, where it still works.
  if (existsSync(path.join(layout.installed, bindingPath))) return { folder: layout.installed };
  const command = `npm run setup:tfjs${gpu ? ' -- --gpu' : ''}`;
  return { missing: `${layout.packageName} is not set up (${missing}): run \`${command}\`.` };
}

/**
 * @param {import('./layout.mjs').TfjsLayout} layout
 * @returns {string | undefined}
 */
export function missingPiece(layout) {
  const { wheel, library, binding, root } = layout;
  if (!isUnpacked(wheel, library)) return `the library of ${wheel.name} ${wheel.version} is not in ${root}`;
  if (!existsSync(binding)) return `its binding is not in ${root}`;
  if (!isCopied(layout)) return `its copy for this checkout is not in ${root}`;
  return undefined;
}
