import { cleanCache } from '../cache/clean-cache.mjs';
import { readFlags } from '../process/read-flags.mjs';
import { megabytes } from '../process/voice.mjs';
import { cuda12 } from '../wheels/cuda-12.mjs';
import { cudaReport } from './cuda-report.mjs';
import { tfjsLayout } from './layout.mjs';
import { setupTfjs } from './setup-tfjs.mjs';

const usage = `npm run setup:tfjs [-- --gpu --with-cuda --clean --help]

Sets up TensorFlow.js for Node on the library of TensorFlow 2.21: pip fetches the Python wheel, the library is taken from it,
a C++ compiler builds the npm package's binding. All of it lies in a cache that every checkout shares (FAST_LNCC_CACHE);
nothing is installed, and nothing is written into node_modules.

  (no option)  @tensorflow/tfjs-node: 0.3 GB to download, 0.9 GB on the disk
  --gpu        @tensorflow/tfjs-node-gpu: 0.6 GB to download, 1.3 GB on the disk; tells which CUDA libraries are missing
  --with-cuda  with CUDA 12 and cuDNN 9 as well: 1.5 GB more to download, 2.7 GB on the disk; the driver is yours to install
  --clean      removes what this command has put into the cache, for all checkouts`;

/** What belongs to this set-up in the cache. */
const own = /^(tensorflow(-cpu)?|tfjs-node(-gpu)?)-\d/;

/**
 * @param {readonly string[]} args
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<string>} what to tell in the end.
 */
export async function runTfjs(args, tools) {
  const flags = readFlags(args, ['gpu', 'with-cuda', 'clean', 'help'], usage);
  if (flags.help) return usage;
  if (flags.clean) {
    const { root, bytes } = await cleanCache(own, tools);
    return `${megabytes(bytes)} removed from ${root}.`;
  }
  const withCuda = flags['with-cuda'];
  const gpu = flags.gpu || withCuda;
  const start = performance.now();
  const { folder, tensorflow, usesGpu } = await setupTfjs({ gpu, extraWheels: withCuda ? cuda12 : [] }, tools);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const works = `TensorFlow.js for Node works, on TensorFlow ${tensorflow} (${seconds} s): ${folder}`;
  if (!gpu) return works;
  const { library } = tfjsLayout({ gpu, environment: tools.environment });
  return [
    works,
    await cudaReport(library, tools),
    usesGpu ? 'The convolution of the test ran with a GPU at hand.' : 'No GPU is in use: it computes on the processor.',
  ].join('\n');
}
