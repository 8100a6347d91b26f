import { existsSync } from 'node:fs';
import { isCopied, makeCopy } from '../checkout/package-copy.mjs';
import { SetupError } from '../setup-error.mjs';
import { fetchWheels } from '../wheels/fetch-wheels.mjs';
import { isUnpacked } from '../wheels/unpack-wheel.mjs';
import { inCache } from '../workshop.mjs';
import { compileBinding, findCompiler } from './compile-binding.mjs';
import { findTfjsNode } from './find-tfjs-node.mjs';
import { tfjsLayout } from './layout.mjs';
import { assertPlatform } from './platform.mjs';
import { smokeTest } from './smoke-test.mjs';

/**
 * Brings TensorFlow.js for Node into the cache, as far as it is not there, and shows that it computes.
 *
 * @param {{ gpu: boolean, extraWheels?: readonly import('../wheels/wheel.mjs').Wheel[] }} options `extraWheels` are unpacked
 * beside the library, which looks for CUDA there
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<{ folder: string, tensorflow: string, usesGpu: boolean }>}
 * @throws {SetupError} when it cannot be set up.
 */
export async function setupTfjs({ gpu, extraWheels = [] }, tools) {
  const { environment, signal, voice } = tools;
  const smoke = () => smokeTest({ gpu, environment, signal });
  const found = findTfjsNode({ gpu, environment });
  const before = found.folder === undefined ? undefined : await smoke();
  if (before && 'failure' in before) voice.say(`what is there does not work: ${before.failure}`);
  const works = before !== undefined && !('failure' in before);
  const layout = tfjsLayout({ gpu, environment });
  if (works && extraWheels.every((wheel) => isUnpacked(wheel, layout.library))) {
    return { folder: found.folder ?? '', ...before };
  }
  assertPlatform();
  await inCache(tools, (workshop) => fill(layout, { extraWheels, again: before !== undefined && !works }, workshop));
  const after = await smoke();
  if ('failure' in after) {
    throw new SetupError(
      `${layout.packageName} is set up, but does not work: ${after.failure}`,
      `Start from nothing: \`npm run setup:tfjs -- --clean\`, then \`npm run setup:tfjs${gpu ? ' -- --gpu' : ''}\`.`,
    );
  }
  return { folder: layout.copy.folder, ...after };
}

/**
 * @param {import('./layout.mjs').TfjsLayout} layout
 * @param {{ extraWheels: readonly import('../wheels/wheel.mjs').Wheel[], again: boolean }} options `again`: the small pieces
 * are made even where they exist
 * @param {import('../workshop.mjs').Workshop} workshop
 */
async function fill(layout, { extraWheels, again }, workshop) {
  const compile = again || !existsSync(layout.binding);
  // Whatever is missing on this machine is told before hundreds of megabytes are fetched.
  if (compile) await findCompiler(workshop);
  await fetchWheels([layout.wheel, ...extraWheels], layout.library, workshop);
  if (compile) await compileBinding(layout, workshop);
  if (again || !isCopied(layout.copy)) await makeCopy(layout.copy, workshop.root);
}
