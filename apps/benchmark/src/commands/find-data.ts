import { resolve } from 'node:path';
import { findRunData, type RunSource } from '../run/run-data.ts';
import type { RunSettings } from '../run/settings.ts';
import type { RunOptions } from './options.ts';

/**
 * The images that the options name, relative to where the command was called.
 *
 * @throws as `findRunData`.
 */
export function findData(
  { moving, fixed, data }: Pick<RunOptions, 'moving' | 'fixed' | 'data'>,
  { size, seed, pairs }: RunSettings,
  startFolder: string,
): RunSource {
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(startFolder, path));
  return findRunData({ moving: absolute(moving), fixed: absolute(fixed), data: absolute(data), size, seed, pairs });
}
