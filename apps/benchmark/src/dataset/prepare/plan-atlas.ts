import { basename } from 'node:path';
import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Shape } from '../../data/volume.ts';
import { createIds } from './image-ids.ts';
import type { PreparationPlan } from './task.ts';

export interface PlanAbout {
  readonly name?: string | undefined;
  readonly licence?: string;
  readonly shape: Shape;
}

/** Atlas to patient, as the paper pairs them: the atlas is always the moving image, and places the grid. */
export function atlasPlan(
  patients: readonly string[],
  atlas: string,
  source: string,
  { name, licence, shape }: PlanAbout,
): PreparationPlan {
  if (patients.length === 0) {
    throw new UnsupportedOptionError('No scan is left beside the atlas. Name the scans of the patients, too.');
  }
  const idOf = createIds();
  const atlasId = idOf(atlas);
  const scans = patients.map((scan) => ({ kind: 'scan', id: idOf(scan), scan, frame: atlas }) as const);
  return {
    name: name ?? `${basename(atlasId)}-to-${scans.length}`,
    source,
    ...(licence === undefined ? {} : { licence }),
    shape,
    images: [{ kind: 'scan', id: atlasId, scan: atlas }, ...scans],
    pairs: scans.map(({ id }) => ({ moving: atlasId, fixed: id })),
  };
}
