import { cleanCache } from '../cache/clean-cache.mjs';
import { readFlags } from '../process/read-flags.mjs';
import { megabytes } from '../process/voice.mjs';
import { cudaReport } from './cuda-report.mjs';
import { cudaFolders } from './layout.mjs';
import { setupOnnxruntime } from './setup-onnxruntime.mjs';
import { status } from './status.mjs';

const usage = `npm run setup:onnxruntime [-- --cuda --with-cuda --clean --help]

onnxruntime-node needs no set-up for cpu and webgpu. Its CUDA provider is fetched from the Python wheel of the same version by
pip and put beside a copy of the runtime in a cache (FAST_LNCC_CACHE); nothing is installed, nothing written into node_modules.

  (no option)  tells what there is
  --cuda       the CUDA provider: 0.25 GB to download, 0.3 GB on the disk; tells which CUDA libraries are missing
  --with-cuda  with CUDA 13 and cuDNN 9 as well: 0.9 GB more to download, 1.4 GB on the disk; the driver is yours to install
  --clean      removes what this command has put into the cache, for all checkouts`;

/** What belongs to this set-up in the cache. */
const own = /^(onnxruntime-node|cuda)-\d/;

/**
 * @param {readonly string[]} args
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<string>} what to tell in the end.
 */
export async function runOnnxruntime(args, tools) {
  const flags = readFlags(args, ['cuda', 'with-cuda', 'clean', 'help'], usage);
  if (flags.help) return usage;
  if (flags.clean) {
    const { root, bytes } = await cleanCache(own, tools);
    return `${megabytes(bytes)} removed from ${root}.`;
  }
  const withCuda = flags['with-cuda'];
  if (!flags.cuda && !withCuda) return status(tools);
  const start = performance.now();
  const { layout, library, cuda } = await setupOnnxruntime({ withCuda }, tools);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const folders = cudaFolders(layout);
  return [
    `onnxruntime-node ${layout.version} runs on the processor from ${library} (${seconds} s).`,
    `CUDA ${cuda === 'starts' ? 'starts.' : `does not start: ${cuda}`}`,
    await cudaReport(layout, tools),
    '',
    'The benchmark finds it by itself: npm run benchmark -- --execution-provider cuda. For other programs, before Node starts:',
    `  export FAST_LNCC_ONNXRUNTIME=${layout.copy.folder}`,
    ...(folders.length > 0
      ? [`  export LD_LIBRARY_PATH=\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}${folders.join(':')}`]
      : []),
    'Nothing of this has been measured on a GPU.',
  ].join('\n');
}
