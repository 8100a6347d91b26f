import { basename } from 'node:path';
import { UnsupportedOptionError } from '@fast-lncc/core';
import { createIds } from './image-ids.ts';
import type { PlanAbout } from './plan-atlas.ts';
import type { PreparationPlan, WarpTask } from './task.ts';

/** One scan as the atlas, and seeded smooth deformations of it as the patients, which are known exactly. */
export function warpedPlan(
  scans: readonly string[],
  count: number,
  { name, shape, seed }: PlanAbout & { readonly seed: number },
): PreparationPlan {
  const [scan] = scans;
  if (scan === undefined || scans.length > 1) {
    throw new UnsupportedOptionError(`--warped deforms one scan; ${scans.length} are named. Name one.`);
  }
  const atlas = createIds()(scan);
  const patients = Array.from(
    { length: count },
    (_, index): WarpTask => ({ kind: 'warp', id: `patient-${index + 1}`, of: atlas, seed, index }),
  );
  return {
    name: name ?? `${atlas}-warped-${seed}`,
    source: `${basename(scan)} and ${count} smooth deformations of it, seed ${seed}`,
    shape,
    images: [{ kind: 'scan', id: atlas, scan }, ...patients],
    pairs: patients.map(({ id }) => ({ moving: atlas, fixed: id })),
  };
}
