import { InvalidDataError, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import { assertLabels, type LabelArray } from './label-array.ts';
import { diceStructures } from './structures.ts';

/** How well two label maps overlap. */
export interface DiceResult {
  /** The mean over the labels; a label that neither map has counts as 0, as in the published numbers. */
  readonly mean: number;
  /** One per label, in the order of the labels. */
  readonly perLabel: readonly number[];
}

/** Added to the denominator in the published numbers. */
const stabilizer = 1e-5;

/**
 * The Dice overlap of two label maps:
 *
 *     dice(l) = 2 |A_l ∩ B_l| / (|A_l| + |B_l| + 1e-5)
 *
 * with A_l the voxels that have the label l in the first map.
 *
 * @param labels What is compared. Default: the 30 structures of the published numbers, {@link diceStructures}.
 * @throws ShapeMismatchError for maps of different lengths; InvalidDataError for maps that are empty or hold no
 * integers; UnsupportedOptionError for labels that are none, no integers, or listed twice.
 *
 * Source: `dice_val_VOI` in TransMorph repository, 6357a1d, IXI/TransMorph/utils.py.
 */
export function dice(first: LabelArray, second: LabelArray, labels: readonly number[] = diceStructures): DiceResult {
  assertLabels('first', first);
  assertLabels('second', second);
  if (first.length !== second.length) {
    throw new ShapeMismatchError(
      `The label maps have ${first.length} and ${second.length} voxels; they must be of one grid.`,
    );
  }
  if (first.length === 0) throw new InvalidDataError('The label maps have no voxels.');
  const places = placesOf(labels);
  const counts = () => new Float64Array(labels.length);
  const [inFirst, inSecond, inBoth] = [counts(), counts(), counts()];
  const [placeInFirst, placeInSecond] = [placeFinder(places), placeFinder(places)];
  for (let voxel = 0; voxel < first.length; voxel++) {
    const [a, b] = [placeInFirst(first[voxel] as number), placeInSecond(second[voxel] as number)];
    if (a !== undefined) inFirst[a]!++;
    if (b !== undefined) inSecond[b]!++;
    if (a !== undefined && a === b) inBoth[a]!++;
  }
  const perLabel = Array.from(inBoth, (both, place) => (2 * both) / (inFirst[place]! + inSecond[place]! + stabilizer));
  return { mean: perLabel.reduce((sum, value) => sum + value, 0) / perLabel.length, perLabel };
}

/** Where each label stands in the list. */
function placesOf(labels: readonly number[]): ReadonlyMap<number, number> {
  const places = new Map(labels.map((label, place) => [label, place]));
  const wrong = labels.find((label) => !Number.isInteger(label));
  if (wrong !== undefined || places.size === 0) {
    throw new UnsupportedOptionError(`labels hold ${wrong ?? 'nothing'}; they must be integers, at least one.`);
  }
  if (places.size < labels.length) {
    const twice = labels.find((label, place) => places.get(label) !== place);
    throw new UnsupportedOptionError(`labels hold ${twice} twice; list each label once.`);
  }
  return places;
}

/** Looks a label up; neighbors mostly have the same one. */
function placeFinder(places: ReadonlyMap<number, number>): (label: number) => number | undefined {
  let [last, place]: [number | undefined, number | undefined] = [undefined, undefined];
  return (label) => {
    if (label !== last) [last, place] = [label, places.get(label)];
    return place;
  };
}
