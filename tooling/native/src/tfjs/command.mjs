import { readFlags } from '../read-flags.mjs';
import { setupTfjs } from './setup-tfjs.mjs';

const usage = `npm run setup:tfjs [-- [--gpu] [--help]]
Sets up TensorFlow.js for Node on the library of a current TensorFlow: fetches the Python wheel with pip, takes the library
from it, compiles the npm package's binding, all in a cache that every checkout shares (FAST_LNCC_CACHE names another one).
  --gpu        @tensorflow/tfjs-node-gpu, on the library with CUDA`;

/**
 * @param {string[]} args
 * @param {Omit<import('../download-wheel.mjs').Workshop, 'root'>} tools
 * @returns {Promise<string>} what to tell in the end.
 */
export async function runTfjs(args, tools) {
  const { gpu, help } = readFlags(args, ['gpu', 'help'], usage);
  if (help) return usage;
  const start = performance.now();
  const { folder, tensorflow } = await setupTfjs({ gpu }, tools);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return `TensorFlow.js for Node works on TensorFlow ${tensorflow}: ${folder} (${seconds} s)`;
}
