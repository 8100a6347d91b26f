import { copyFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { withScratch } from '../cache/scratch.mjs';
import { isCopied, makeCopy } from '../checkout/package-copy.mjs';
import { SetupError } from '../setup-error.mjs';
import { fetchWheels } from '../wheels/fetch-wheels.mjs';
import { isUnpacked } from '../wheels/unpack-wheel.mjs';
import { inCache } from '../workshop.mjs';
import { hasNativeFiles, hasProvider } from './find-onnxruntime-cuda.mjs';
import { nativeFiles, onnxruntimeLayout } from './layout.mjs';
import { smokeTest } from './smoke-test.mjs';

/**
 * Brings onnxruntime-node with its CUDA provider into the cache, as far as it is not there, and shows that it runs.
 *
 * @param {{ withCuda: boolean }} options `withCuda`: the CUDA libraries, too
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<{ layout: import('./layout.mjs').OnnxruntimeLayout, library: string, cuda: string }>}
 * @throws {SetupError} when it cannot be set up.
 */
export async function setupOnnxruntime({ withCuda }, tools) {
  const layout = onnxruntimeLayout(tools);
  assertProvider(layout);
  const cudaIsThere = !withCuda || layout.cudaWheels.every((wheel) => isUnpacked(wheel, layout.cuda));
  if (!(hasProvider(layout) && hasNativeFiles(layout) && isCopied(layout.copy) && cudaIsThere)) {
    await inCache(tools, (workshop) => fill(layout, withCuda, workshop));
  }
  // What is tested is what was set up, whatever else a variable names.
  const { FAST_LNCC_ONNXRUNTIME: _, ...environment } = tools.environment;
  return { layout, ...(await smokeTest({ ...tools, environment })) };
}

/**
 * @param {{ version: string, wheel: unknown }} layout
 * @param {{ platform: string, architecture: string }} [machine]
 * @throws {SetupError} where there is no CUDA provider to fetch.
 */
export function assertProvider(
  { version, wheel },
  { platform, architecture } = { platform: process.platform, architecture: process.arch },
) {
  if (platform !== 'linux' || architecture !== 'x64') {
    throw new SetupError(
      `The CUDA provider is set up on Linux with an x86-64 processor; this is ${platform} on ${architecture}.`,
      "ONNX Runtime's other providers need no set-up: --execution-provider cpu, or webgpu.",
    );
  }
  if (wheel === undefined) {
    throw new SetupError(
      `No wheel with a CUDA provider is known for onnxruntime-node ${version}.`,
      'Its name, size and SHA-256 belong into tooling/native/src/wheels/onnxruntime-gpu.mjs.',
    );
  }
}

/**
 * @param {import('./layout.mjs').OnnxruntimeLayout} layout
 * @param {boolean} withCuda
 * @param {import('../workshop.mjs').Workshop} workshop
 */
async function fill(layout, withCuda, workshop) {
  if (layout.wheel) await fetchWheels([layout.wheel], layout.unpacked, workshop);
  if (withCuda) await fetchWheels(layout.cudaWheels, layout.cuda, workshop);
  if (!hasNativeFiles(layout)) {
    await withScratch(workshop.root, async (scratch) => {
      for (const name of nativeFiles) {
        copyFileSync(path.join(layout.installedNative, name), path.join(scratch, name));
        renameSync(path.join(scratch, name), path.join(layout.native, name));
      }
    });
  }
  if (!isCopied(layout.copy)) await makeCopy(layout.copy, workshop.root);
}
