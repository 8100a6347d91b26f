import type { TopLevelSpec } from 'vega-lite';
import type { SectionId } from '../tables.ts';

/** A chart before it is drawn. */
export interface Chart {
  readonly section: SectionId;
  /** What stands under it. */
  readonly caption: string;
  /** What it shows, for who cannot see it: the figures are in the tables. */
  readonly description: string;
  readonly spec: TopLevelSpec;
}
