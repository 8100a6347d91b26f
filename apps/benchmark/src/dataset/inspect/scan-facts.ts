import { LnccError } from '@fast-lncc/core';
import { diceStructures, freesurferIds } from '@fast-lncc/networks/judging';
import type { Affine } from '../../data/affine.ts';
import { isScanName, openScan } from '../../data/open-scan.ts';
import { orientationOf } from '../../data/orientation.ts';
import type { StoredVolume } from '../../data/stored-scan.ts';
import { toLabelVolume, toVolume } from '../../data/to-volume.ts';
import { rangeOf } from './range-of.ts';

export interface LabelFacts {
  /** Ascending, without 0. */
  readonly ids: readonly number[];
  /** How many of the ids are among FreeSurfer's 46, of which 0 is one. */
  readonly freesurfer: number;
  /** How many are among the 30 of the published Dice. */
  readonly structures: number;
  readonly type: string;
}

/** What a file holds. */
export interface ScanFacts {
  readonly file: string;
  readonly format: string;
  readonly shape?: readonly number[];
  /** Type of the numbers in the file. */
  readonly type?: string;
  /** As nibabel names it; `undefined` where the file has no header that tells. */
  readonly orientation?: string;
  /** Millimeters per voxel. */
  readonly spacing?: readonly number[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Share of exact zeros, in percent. */
  readonly zeros?: number;
  readonly labels?: LabelFacts;
  readonly problems: readonly string[];
}

/** A map of integers with more values than this is an image. */
const mostLabels = 150;

/** What a scan holds, and what keeps it from being used. */
export function inspectScan(file: string): ScanFacts {
  const format = isScanName(file) ? formatOf(file) : 'unknown';
  const problems: string[] = [];
  const attempt = <Result>(read: () => Result): Result | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof LnccError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const scan = attempt(() => openScan(file));
  const stored = scan && attempt(() => scan.image());
  if (!scan || !stored) return { file, format, problems };
  const image = attempt(() => toVolume(stored, file));
  const storedLabels = attempt(() => scan.labels?.());
  const labels = storedLabels ? attempt(() => labelFacts(storedLabels, file)) : ownLabels(stored, file);
  return {
    file,
    format,
    shape: image?.shape ?? stored.array.shape,
    type: stored.array.type,
    ...(stored.affine && (attempt(() => placeFacts(stored.affine!)) ?? {})),
    ...(image && rangeOf(image.data)),
    ...(labels && { labels }),
    problems,
  };
}

const formatOf = (file: string): string => {
  const name = file.toLowerCase();
  if (name.endsWith('.nii.gz')) return 'NIfTI, gzip';
  if (name.endsWith('.nii')) return 'NIfTI';
  return name.endsWith('.npz') || name.endsWith('.npy') ? `NumPy ${name.slice(-3)}` : 'pickle';
};

function placeFacts(affine: Affine): Pick<ScanFacts, 'orientation' | 'spacing'> {
  const spacing = ([0, 1, 2] as const).map((axis) => Math.hypot(...affine.map((row) => row[axis])));
  return { orientation: orientationOf(affine), spacing };
}

/** Of a file that is a label map itself. */
function ownLabels(stored: StoredVolume, file: string): LabelFacts | undefined {
  try {
    const facts = labelFacts(stored, file);
    return facts.ids.length <= mostLabels ? facts : undefined;
  } catch (error) {
    if (error instanceof LnccError) return undefined;
    throw error;
  }
}

function labelFacts(stored: StoredVolume, file: string): LabelFacts {
  const ids = [...new Set(toLabelVolume(stored, file).data)].sort((first, second) => first - second);
  const present = new Set(ids);
  return {
    ids: ids.filter((id) => id !== 0),
    freesurfer: freesurferIds.filter((id) => present.has(id)).length,
    structures: diceStructures.filter((index) => present.has(freesurferIds[index]!)).length,
    type: stored.array.type,
  };
}
