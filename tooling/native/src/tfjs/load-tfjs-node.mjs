import { createRequire } from 'node:module';
import util from 'node:util';
import { SetupError } from '../setup-error.mjs';
import { findTfjsNode } from './find-tfjs-node.mjs';

/** @type {string | undefined} */
let loadedFrom;

/** @type {typeof import('../index.d.mts').loadTfjsNode} */
export function loadTfjsNode({ gpu = false } = {}) {
  const { folder, missing } = findTfjsNode({ gpu });
  if (folder === undefined) throw new SetupError(missing);
  if (loadedFrom !== undefined && loadedFrom !== folder) {
    throw new SetupError(`TensorFlow.js is loaded from ${loadedFrom}: start another process for ${folder}.`);
  }
  prepareProcess(gpu);
  try {
    // Not an import: that would go through a bundler's or test runner's own resolution, and see a second copy.
    const tf = createRequire(import.meta.url)(folder);
    loadedFrom = folder;
    return tf;
  } catch (cause) {
    throw new SetupError(
      `TensorFlow.js in ${folder} cannot be loaded: ${String(cause).split('\n')[0]}`,
      `Run \`npm run setup:tfjs -- ${gpu ? '--gpu ' : ''}--clean\`, then \`npm run setup:tfjs${gpu ? ' -- --gpu' : ''}\`.`,
      { cause },
    );
  }
}

/**
 * What has to hold before the package is loaded.
 *
 * @param {boolean} gpu
 */
function prepareProcess(gpu) {
  // The package calls it; Node 22 warns of it, and Node 23 has removed it.
  const legacy = /** @type {{ isNullOrUndefined?: (value: unknown) => boolean }} */ (util);
  legacy.isNullOrUndefined = (value) => value === null || value === undefined;
  // Errors, without the notes about the processor at every start.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  if (!gpu) return;
  // Products rounded to ten bits bias sums of squares; and by default the whole memory of the card is taken.
  process.env.NVIDIA_TF32_OVERRIDE ??= '0';
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
}
