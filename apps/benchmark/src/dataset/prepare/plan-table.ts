import { basename } from 'node:path';
import { readPairTable } from '../../data/read-pair-table.ts';
import { createIds } from './image-ids.ts';
import type { PlanAbout } from './plan-atlas.ts';
import type { PreparationPlan, ScanTask } from './task.ts';

/** Formats that have a header which places them in the world. */
const hasHeader = (path: string): boolean => /\.nii(\.gz)?$/i.test(path);

/**
 * The pairs of a CSV table. A moving image with a header lies on the grid of its fixed image, so it is prepared once for
 * each of them; everything else once.
 *
 * @throws InvalidDataError as `readPairTable`.
 */
export function tablePlan(table: string, limit: number, { name, shape }: PlanAbout): PreparationPlan {
  const idOf = createIds();
  const tasks = new Map<string, ScanTask>();
  const taskOf = (scan: string, labels: string | undefined, frame?: string): ScanTask => {
    const key = JSON.stringify([scan, labels, frame]);
    const task = tasks.get(key) ?? { kind: 'scan', id: idOf(scan), scan, labels, frame };
    tasks.set(key, task);
    return task;
  };
  const rows = readPairTable(table).slice(0, limit);
  const pairs = rows.map(({ moving, fixed, movingLabels, fixedLabels }) => {
    const frame = moving !== fixed && hasHeader(moving) && hasHeader(fixed) ? fixed : undefined;
    const target = taskOf(fixed, fixedLabels);
    return { moving: taskOf(moving, movingLabels, frame).id, fixed: target.id };
  });
  const source = `${pairs.length} pairs of ${basename(table)}`;
  return { name: name ?? basename(table).replace(/\.csv$/i, ''), source, shape, images: [...tasks.values()], pairs };
}
