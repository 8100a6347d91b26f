import type { Shape } from '../data/volume.ts';

/** What the page is told to measure. */
export interface PageSettings {
  /** In the order in which they are measured. */
  readonly sizes: readonly Shape[];
  /** Odd extent in voxels. */
  readonly window: number;
  /** Timed rounds; one more warms up. */
  readonly rounds: number;
  /** The commit of the working copy, where it is known. */
  readonly commit?: string;
}

/** The grid on which everything is first compared with the float64 reference. */
export const checkSize: Shape = [16, 20, 24];

/** Largest differences that count as equal: of losses, and of gradients relative to their norm. */
export const tolerances = { loss: 1e-5, gradient: 1e-4 } as const;
