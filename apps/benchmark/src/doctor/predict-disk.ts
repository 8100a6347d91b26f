import { momentNames, resolveOptimizer } from '@fast-lncc/networks/training';
import { voxelCount } from '../data/volume.ts';
import { findNetwork } from '../networks/select.ts';
import { mostPatients } from '../run/run-data.ts';
import type { RunSettings } from '../run/settings.ts';

/** Bytes that a run writes. */
export interface DiskNeed {
  /** The first pair, and where no prepared dataset is given atlas and patients with labels and displacements. */
  readonly dataset: number;
  /** What every training leaves to go on from, twice while it is being replaced. */
  readonly states: number;
}

/** Four for the image, two for its labels, and for a patient twelve for the displacement. */
const bytesPerVoxel = { atlas: 6, patient: 18, firstPair: 8 } as const;

export function predictDisk(
  settings: Pick<RunSettings, 'size' | 'pairs' | 'networks' | 'trained'>,
  isPrepared = false,
): DiskNeed {
  const { size, pairs, networks, trained } = settings;
  const { atlas, patient, firstPair } = bytesPerVoxel;
  const state = (name: string): number => {
    const network = findNetwork(name);
    const parameters = network.parameters(size).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    return 4 * parameters * (1 + momentNames(resolveOptimizer({ name: network.optimizer })).length);
  };
  return {
    dataset: voxelCount(size) * (firstPair + (isPrepared ? 0 : atlas + patient * Math.min(pairs, mostPatients))),
    states: 2 * trained.length * networks.reduce((sum, name) => sum + state(name), 0),
  };
}
