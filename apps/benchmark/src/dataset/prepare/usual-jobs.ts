import { availableParallelism, freemem } from 'node:os';
import { voxelCount } from '../../data/volume.ts';
import type { PreparationPlan } from './task.ts';

/** More threads than this wait for the disk. */
const mostJobs = 16;
/** Of memory per voxel of the grid, at most; a scan that is read from a larger one takes more. */
const bytesPerVoxel = 100;

/** How many images to prepare at a time: as many as there are cores, as far as memory goes. */
export function usualJobs({ shape, images }: PreparationPlan): number {
  const memory = process.availableMemory?.() ?? freemem();
  const fitting = Math.floor(memory / (bytesPerVoxel * voxelCount(shape)));
  return Math.max(1, Math.min(mostJobs, availableParallelism(), fitting, images.length));
}
