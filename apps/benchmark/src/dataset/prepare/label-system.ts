import { freesurferIds } from '@fast-lncc/networks/judging';

const known = new Set(freesurferIds);
/** Fewer could be the first numbers of any numbering. */
const leastStructures = 10;
const leastShare = 0.9;

/** Whose ids label values are: FreeSurfer's where nine in ten are among the 46 of the published maps, and at least ten. */
export function labelSystemOf(values: Iterable<number>): 'freesurfer' | 'other' {
  const present = [...new Set(values)].filter((value) => value !== 0);
  const found = present.filter((value) => known.has(value)).length;
  return found >= leastStructures && found >= leastShare * present.length ? 'freesurfer' : 'other';
}
