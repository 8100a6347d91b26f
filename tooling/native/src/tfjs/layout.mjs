import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../cache-root.mjs';
import { tensorflowCpu, tensorflowGpu } from '../wheels.mjs';

const checkout = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Where the pieces of TensorFlow.js for Node are. Library and binding serve every checkout; the package is copied for each,
 * so that it shares one `@tensorflow/tfjs-core` with the checkout.
 *
 * @typedef {object} TfjsLayout
 * @property {boolean} gpu
 * @property {import('../wheels.mjs').Wheel} wheel
 * @property {string} packageName
 * @property {string} version of the npm package
 * @property {string} installed the npm package in this checkout
 * @property {string} root the cache
 * @property {string} library what is unpacked from the wheel
 * @property {string} binding the compiled binding
 * @property {string} copy the package that is loaded
 * @property {string} bindingInCopy
 */

/**
 * @param {{ gpu?: boolean | undefined, environment?: NodeJS.ProcessEnv }} [options]
 * @returns {TfjsLayout}
 */
export function tfjsLayout({ gpu = false, environment = process.env } = {}) {
  const packageName = `@tensorflow/tfjs-node${gpu ? '-gpu' : ''}`;
  const wheel = gpu ? tensorflowGpu : tensorflowCpu;
  const root = cacheRoot(environment);
  // The package's entry cannot be resolved by name alone: it has no exports, and loading it would need the binding.
  const installed = realpathSync(path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)));
  const { version } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'));
  const shortName = path.basename(packageName);
  const platform = `${process.platform}-${process.arch}`;
  const copy = path.join(root, 'checkouts', hashOf(checkout), `${shortName}-${version}`);
  return {
    gpu,
    wheel,
    packageName,
    version,
    installed,
    root,
    library: path.join(root, `${wheel.name}-${wheel.version}-${platform}`),
    binding: path.join(root, `${shortName}-${version}-on-${wheel.version}-${platform}`, 'tfjs_binding.node'),
    copy,
    bindingInCopy: path.join(copy, bindingPath),
  };
}

/** Where the package looks for its binding: it declares Node-API 3 to 8, and every Node from 20 on has 8. */
export const bindingPath = 'lib/napi-v8/tfjs_binding.node';

/** @param {string} text */
const hashOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);
