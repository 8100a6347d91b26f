import { assertLabels, type LabelArray } from './label-array.ts';
import { freesurferIds } from './structures.ts';

const indices = new Map(freesurferIds.map((id, index) => [id, index]));

/**
 * A map of FreeSurfer ids (`aseg.mgz`) renumbered to the indices of {@link freesurferIds}; ids that are not among them
 * become 0, the background.
 *
 * @throws InvalidDataError unless the ids are a typed array of integers.
 */
export function indexFreesurferLabels(ids: LabelArray): Uint8Array {
  assertLabels('ids', ids);
  return Uint8Array.from(ids, (id: number) => indices.get(id) ?? 0);
}
