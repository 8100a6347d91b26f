import path from 'node:path';
import { cacheRoot } from '../cache/cache-root.mjs';
import { checkoutFolder } from '../checkout/checkout-folder.mjs';
import { dependencyFolders, installedFolder, manifestOf } from '../checkout/installed-package.mjs';
import { tensorflowCpu, tensorflowGpu } from '../wheels/tensorflow-2.21.mjs';

/** Where the package looks for its binding: it declares Node-API 3 to 8, and every Node from 20 on has 8. */
export const bindingPlace = 'lib/napi-v8/tfjs_binding.node';

/**
 * Where the pieces of TensorFlow.js for Node are. Library and binding serve every checkout; the package is copied for each,
 * so that it shares one `@tensorflow/tfjs-core` with the checkout.
 *
 * @typedef {object} TfjsLayout
 * @property {string} packageName
 * @property {string} version of the npm package
 * @property {import('../wheels/wheel.mjs').Wheel} wheel
 * @property {string} library what is unpacked from the wheel
 * @property {string} binding the compiled binding
 * @property {import('../checkout/package-copy.mjs').PackageCopy} copy
 */

/**
 * @param {{ gpu: boolean, environment: NodeJS.ProcessEnv }} options
 * @returns {TfjsLayout}
 * @throws when the npm package is not installed.
 */
export function tfjsLayout({ gpu, environment }) {
  const shortName = gpu ? 'tfjs-node-gpu' : 'tfjs-node';
  const packageName = `@tensorflow/${shortName}`;
  const wheel = gpu ? tensorflowGpu : tensorflowCpu;
  const root = cacheRoot(environment);
  const installed = installedFolder(packageName);
  const { version } = manifestOf(installed);
  const platform = `${process.platform}-${process.arch}`;
  const binding = path.join(root, `${shortName}-${version}-on-${wheel.version}-${platform}`, 'tfjs_binding.node');
  return {
    packageName,
    version,
    wheel,
    library: path.join(root, `${wheel.name}-${wheel.version}-${platform}`),
    binding,
    copy: {
      installed,
      folder: path.join(checkoutFolder(root), `${shortName}-${version}`),
      links: new Map([
        [bindingPlace, binding],
        ...[...importedBy(installed)].map(
          ([name, folder]) => /** @type {const} */ ([path.join('node_modules', name), folder]),
        ),
      ]),
    },
  };
}

/** @param {string} installed @returns {Map<string, string>} */
function importedBy(installed) {
  const folders = dependencyFolders(installed);
  // One of its files imports tfjs-core, which it does not declare: the one that its tfjs is built on.
  return folders.set(
    '@tensorflow/tfjs-core',
    installedFolder('@tensorflow/tfjs-core', folders.get('@tensorflow/tfjs')),
  );
}
