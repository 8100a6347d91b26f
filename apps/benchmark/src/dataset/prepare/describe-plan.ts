import type { DatasetDescription } from '../dataset-description.ts';
import { labelSystemOf } from './label-system.ts';
import { datasetOrientation, type FinishedImage, normalizationText, type PreparationPlan } from './task.ts';

/** The description of a plan whose images are all finished. */
export function describePlan(
  { name, source, licence, shape, images, pairs }: PreparationPlan,
  finished: ReadonlyMap<string, FinishedImage>,
): DatasetDescription {
  const made = images.map(({ id }) => finished.get(id)!);
  const labels = made.flatMap(({ image }) => (image.labels ? [image.labels] : []));
  return {
    schema: 1,
    name,
    source,
    ...(licence === undefined ? {} : { licence }),
    shape,
    ...(made.every(({ oriented }) => oriented) ? { orientation: datasetOrientation } : {}),
    normalization: normalizationText,
    ...(labels.length === 0 ? {} : { labelSystem: labelSystemOf(labels.flatMap(({ values }) => values)) }),
    images: made.map(({ image }) => image),
    pairs: pairs.map(({ moving, fixed }) => {
      const displacement = finished.get(fixed)?.displacement;
      return { moving, fixed, ...(displacement && { displacement }) };
    }),
  };
}
