import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { isCopied } from '../checkout/package-copy.mjs';
import { isUnpacked } from '../wheels/unpack-wheel.mjs';
import { nativeFiles, onnxruntimeLayout } from './layout.mjs';

/** @type {typeof import('../index.d.mts').findOnnxruntimeCuda} */
export function findOnnxruntimeCuda({ environment = process.env } = {}) {
  const named = environment.FAST_LNCC_ONNXRUNTIME;
  if (named) {
    return existsSync(path.join(named, 'package.json'))
      ? { folder: path.resolve(named) }
      : { missing: `FAST_LNCC_ONNXRUNTIME is ${named}, which is not the folder of a package onnxruntime-node.` };
  }
  let layout;
  try {
    layout = onnxruntimeLayout({ environment });
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
  if (hasProvider(layout) && hasNativeFiles(layout) && isCopied(layout.copy)) return { folder: layout.copy.folder };
  return {
    missing: `onnxruntime-node ${layout.version} with its CUDA provider is not set up. Run \`npm run setup:onnxruntime -- --cuda\`.`,
  };
}

/** @param {import('./layout.mjs').OnnxruntimeLayout} layout */
export const hasProvider = ({ wheel, unpacked }) => wheel !== undefined && isUnpacked(wheel, unpacked);

/** @param {import('./layout.mjs').OnnxruntimeLayout} layout */
export function hasNativeFiles({ native, installedNative }) {
  /** @param {string} folder @param {string} name */
  const size = (folder, name) => statSync(path.join(folder, name)).size;
  try {
    return nativeFiles.every((name) => size(native, name) === size(installedNative, name));
  } catch {
    return false;
  }
}
