import { readdirSync } from 'node:fs';
import path from 'node:path';
import { cacheRoot } from '../cache/cache-root.mjs';
import { checkoutFolder } from '../checkout/checkout-folder.mjs';
import { dependencyFolders, installedFolder, manifestOf } from '../checkout/installed-package.mjs';
import { cuda13 } from '../wheels/cuda-13.mjs';
import { onnxruntimeGpu } from '../wheels/onnxruntime-gpu.mjs';

/** The native files of the npm package; the runtime looks for its providers beside itself. */
export const nativeFiles = ['onnxruntime_binding.node', 'libonnxruntime.so.1'];

/**
 * Where the pieces of onnxruntime-node with the CUDA provider are. The native part and CUDA serve every checkout; the package
 * is copied for each, so that it shares one `onnxruntime-common` with the checkout.
 *
 * @typedef {object} OnnxruntimeLayout
 * @property {string} version of the npm package
 * @property {import('../wheels/wheel.mjs').Wheel | undefined} wheel with the provider, where one is known for the version
 * @property {string} unpacked what is unpacked from the wheel
 * @property {string} native the folder in it that holds the providers, and the native files of the npm package
 * @property {string} installedNative those files in node_modules
 * @property {string} cuda what is unpacked from the wheels with CUDA
 * @property {readonly import('../wheels/wheel.mjs').Wheel[]} cudaWheels
 * @property {import('../checkout/package-copy.mjs').PackageCopy} copy
 */

/**
 * @param {{ environment: NodeJS.ProcessEnv }} options
 * @returns {OnnxruntimeLayout}
 * @throws when the npm package is not installed.
 */
export function onnxruntimeLayout({ environment }) {
  const root = cacheRoot(environment);
  const installed = installedFolder('onnxruntime-node');
  const { version } = manifestOf(installed);
  const platform = `${process.platform}-${process.arch}`;
  const place = path.join('bin', 'napi-v6', process.platform, process.arch);
  const unpacked = path.join(root, `onnxruntime-node-${version}-cuda-${platform}`);
  const native = path.join(unpacked, 'onnxruntime', 'capi');
  const dependencies = [...dependencyFolders(installed)].map(
    ([name, folder]) => /** @type {const} */ ([path.join('node_modules', name), folder]),
  );
  return {
    version,
    wheel: onnxruntimeGpu[version],
    unpacked,
    native,
    installedNative: path.join(installed, place),
    cuda: path.join(root, `cuda-13.0-${platform}`),
    cudaWheels: cuda13,
    copy: {
      installed,
      folder: path.join(checkoutFolder(root), `onnxruntime-node-${version}`),
      links: new Map([
        [path.join(place, 'onnxruntime_binding.node'), path.join(native, 'onnxruntime_binding.node')],
        ...dependencies,
      ]),
    },
  };
}

/**
 * The folders of the CUDA libraries in the cache, for LD_LIBRARY_PATH; none when they were not fetched.
 *
 * @param {OnnxruntimeLayout} layout
 * @returns {string[]}
 */
export function cudaFolders({ cuda }) {
  try {
    const folder = path.join(cuda, 'nvidia');
    return readdirSync(folder).map((component) => path.join(folder, component, 'lib'));
  } catch {
    return [];
  }
}
