import { statfsSync } from 'node:fs';
import { StorageError } from '@fast-lncc/core';
import { type Shape, voxelCount } from '../../data/volume.ts';
import { inGibibytes } from '../../doctor/units.ts';
import type { ImageTask } from './task.ts';

/** Bytes of the files of an image: float32 voxels, 16-bit labels where it may have some, three components of displacement. */
export function bytesOf({ kind }: ImageTask, shape: Shape): number {
  return voxelCount(shape) * (4 + 2 + (kind === 'warp' ? 12 : 0));
}

/** @throws StorageError where the disk has too little space for these images, before any is made. */
export function requireSpace(folder: string, tasks: readonly ImageTask[], shape: Shape): void {
  const needed = tasks.reduce((sum, task) => sum + bytesOf(task, shape), 0);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (needed <= free) return;
  throw new StorageError(
    `The disk of ${folder} has ${inGibibytes(free)} left; ${tasks.length} images of ${shape.join('x')} need up to ${inGibibytes(needed)}. Free space, choose a smaller --size or --limit, or another --output.`,
  );
}
