import { UnsupportedOptionError } from '@fast-lncc/core';
import { listOf, readWindow, wholeNumber } from '../commands/options.ts';
import { parseGridSize } from '../data/grid-size.ts';
import { formatShape, type Shape, voxelCount } from '../data/volume.ts';
import type { PageSettings } from './settings.ts';

/** The options of `page` as the command line gives them. */
export interface PageOptions {
  readonly port: string;
  readonly sizes: string;
  readonly window: string;
  readonly rounds: string;
  readonly output: string;
}

/** WGSL counts the voxels of the naive kernels in i32; no GPU has memory for so many. */
const mostVoxels = 2 ** 30;
const mostRounds = 1000;

/**
 * What the page is to measure.
 *
 * @throws UnsupportedOptionError or InvalidWindowError, naming the option, its value and what it may be.
 */
export function readPageSettings(options: PageOptions): PageSettings & { readonly port: number } {
  const sizes = (listOf(options.sizes) ?? []).map(readSize);
  if (sizes.length === 0) throw new UnsupportedOptionError('--sizes names no size. Write it as 32x32x32,64x64x64.');
  return {
    sizes,
    window: readWindow(options.window),
    rounds: wholeNumber('--rounds', options.rounds, 1, mostRounds),
    port: wholeNumber('--port', options.port, 0, 2 ** 16 - 1),
  };
}

function readSize(text: string): Shape {
  const size = parseGridSize(text, '--sizes');
  if (size.some((extent) => extent < 1) || voxelCount(size) > mostVoxels) {
    throw new UnsupportedOptionError(
      `--sizes ${formatShape(size)} is not three extents from 1 with at most ${mostVoxels} voxels together. Write it as 64x64x64.`,
    );
  }
  return size;
}
