import { existsSync, mkdirSync } from 'node:fs';
import { withCacheLock } from '../cache-lock.mjs';
import { sweepScratch } from '../scratch.mjs';
import { SetupError } from '../setup-error.mjs';
import { isUnpacked, unpackWheel } from '../unpack-wheel.mjs';
import { compileBinding } from './compile-binding.mjs';
import { copyPackage, isCopied } from './copy-package.mjs';
import { findTfjsNode } from './find-tfjs-node.mjs';
import { tfjsLayout } from './layout.mjs';
import { assertPlatform } from './platform.mjs';
import { smokeTest } from './smoke-test.mjs';

/**
 * Brings TensorFlow.js for Node into the cache, as far as it is not there, and shows that it computes.
 *
 * @param {{ gpu: boolean }} options
 * @param {Omit<import('../download-wheel.mjs').Workshop, 'root'>} tools
 * @returns {Promise<{ folder: string, tensorflow: string }>}
 * @throws {SetupError} when it cannot be set up.
 */
export async function setupTfjs({ gpu }, tools) {
  const { environment, signal, voice } = tools;
  const already = findTfjsNode({ gpu, environment });
  if (already.folder !== undefined) {
    const answer = await smokeTest({ gpu, environment, signal });
    if (!('failure' in answer)) return { folder: already.folder, tensorflow: answer.tensorflow };
    voice.say(`what is there does not work (${answer.failure}): setting it up again`);
  }
  assertPlatform();
  const layout = tfjsLayout({ gpu, environment });
  mkdirSync(layout.root, { recursive: true });
  await withCacheLock(layout.root, () => fill(layout, already.folder !== undefined, { ...tools, root: layout.root }), {
    signal,
    onWait: (holder) => voice.say(`waiting for ${holder}, which works in ${layout.root}`),
  });
  const answer = await smokeTest({ gpu, environment, signal });
  if ('failure' in answer) {
    throw new SetupError(
      `${layout.packageName} was set up, but does not work: ${answer.failure}`,
      `Clean it with \`npm run setup:tfjs -- ${gpu ? '--gpu ' : ''}--clean\` and run the command again.`,
    );
  }
  return { folder: layout.copy, tensorflow: answer.tensorflow };
}

/**
 * @param {import('./layout.mjs').TfjsLayout} layout
 * @param {boolean} again whether the small pieces are made even where they exist
 * @param {import('../download-wheel.mjs').Workshop} workshop
 */
async function fill(layout, again, workshop) {
  sweepScratch(layout.root);
  if (!isUnpacked(layout.wheel, layout.library)) await unpackWheel(layout.wheel, layout.library, workshop);
  if (again || !existsSync(layout.binding)) await compileBinding(layout, workshop);
  if (again || !isCopied(layout)) await copyPackage(layout);
}
