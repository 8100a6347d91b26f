import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UnsupportedOptionError } from '@fast-lncc/core';
import { isFolder } from '../../data/is-folder.ts';
import type { Shape } from '../../data/volume.ts';
import { atlasPlan } from './plan-atlas.ts';
import { tablePlan } from './plan-table.ts';
import { warpedPlan } from './plan-warped.ts';
import { requireScan, scansIn } from './scan-files.ts';
import type { PreparationPlan } from './task.ts';

/** What is to be prepared; paths are absolute. */
export interface PreparationRequest {
  readonly sources: readonly string[];
  readonly atlas?: string | undefined;
  /** A CSV table of pairs. */
  readonly table?: string | undefined;
  /** How many deformations of one scan are to be the patients. */
  readonly warped?: number | undefined;
  readonly subset?: string | undefined;
  /** Pairs at most. */
  readonly limit?: number | undefined;
  readonly name?: string | undefined;
  readonly seed: number;
  readonly shape: Shape;
}

/** Folders of the IXI set as TransMorph distributes it. */
export const subsets: Readonly<Record<string, string>> = { train: 'Train', validation: 'Val', test: 'Test' };
const ixiAtlas = 'atlas.pkl';
const ixiLicence = 'CC BY-SA 3.0';

/**
 * The images and pairs of a request.
 *
 * @throws UnsupportedOptionError for a combination that names no pairs; InvalidDataError for files that are missing.
 */
export function planPreparation(request: PreparationRequest): PreparationPlan {
  const { sources, atlas, table, warped, subset, limit = Infinity } = request;
  const ways = { '--atlas': atlas, '--pairs': table, '--warped': warped };
  const given = Object.entries(ways).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  if (given.length > 1) {
    throw new UnsupportedOptionError(`${given.join(' and ')} are different ways to make pairs. Give one of them.`);
  }
  const refuseSubset = () => {
    if (subset === undefined) return;
    throw new UnsupportedOptionError(
      `--subset is for the IXI folder as TransMorph distributes it (Train, Val, Test and ${ixiAtlas}). Leave it out, or name that folder.`,
    );
  };
  if (table !== undefined) {
    refuseSubset();
    if (sources.length > 0) throw new UnsupportedOptionError('--pairs names all scans. Leave the other files out.');
    return tablePlan(table, limit, request);
  }
  const [first] = sources;
  if (first === undefined) {
    throw new UnsupportedOptionError('No scan is named. Name a folder or files, or a table of pairs as --pairs.');
  }
  const isIxi = sources.length === 1 && atlas === undefined && existsSync(join(first, ixiAtlas));
  if (isIxi && warped === undefined) {
    const folder = join(first, subsetFolder(subset ?? 'train'));
    const text = `${basename(resolve(first))}, ${basename(folder)} to ${ixiAtlas}`;
    const about = { ...request, licence: ixiLicence, name: request.name ?? `ixi-${subset ?? 'train'}` };
    return atlasPlan(scansIn(folder).slice(0, limit), join(first, ixiAtlas), text, about);
  }
  refuseSubset();
  const scans = sources.flatMap((path) => (isFolder(path) ? scansIn(path) : [requireScan(path)]));
  if (warped !== undefined) return warpedPlan(scans, Math.min(warped, limit), request);
  if (atlas === undefined) {
    throw new UnsupportedOptionError(
      'There is nothing to pair the scans with. Name the atlas as --atlas, give a table as --pairs, or the number of deformations of one scan as --warped.',
    );
  }
  const patients = scans.filter((path) => path !== atlas).slice(0, limit);
  return atlasPlan(patients, requireScan(atlas), `${patients.length} scans to ${basename(atlas)}`, request);
}

function subsetFolder(subset: string): string {
  const folder = Object.hasOwn(subsets, subset) ? subsets[subset] : undefined;
  if (folder !== undefined) return folder;
  throw new UnsupportedOptionError(`--subset ${subset} is unknown. Choose from: ${Object.keys(subsets).join(', ')}.`);
}
