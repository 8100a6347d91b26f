import type { Block } from '../shaders/fields.ts';
import type { StorageBinding } from '../shaders/march.ts';
import type { PassLimits } from './passes.ts';
import type { TileLimits } from './tile.ts';

/** What of a device's limits a plan depends on. */
export type PlanLimits = TileLimits & PassLimits & Pick<GPUSupportedLimits, 'maxComputeWorkgroupsPerDimension'>;

/** A storage buffer as one dispatch binds it; whole without a range. */
export interface BoundBuffer {
  readonly name: string;
  readonly access: StorageBinding['access'];
  readonly offset?: number;
  readonly size?: number;
}

/** One dispatch: data alone, so that it can be counted. */
export interface Dispatch {
  readonly kernel: 'settle' | 'scores' | 'totals' | 'gradient';
  readonly code: string;
  readonly workgroups: readonly [number, number, number];
  readonly block: Block;
  readonly bindings: readonly BoundBuffer[];
}

/** Buffers of the shape of the images; those of the shape of the map are `mapNames`. */
export const imageNames: ReadonlySet<string> = new Set(['moving', 'fixed', 'mask', 'gradientMoving', 'gradientFixed']);
export const mapNames: ReadonlySet<string> = new Set(['upstream', 'map']);
