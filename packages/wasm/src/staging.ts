import { sizeOf } from '@fast-lncc/core';
import { chooseCenter } from './centers.ts';
import type { Job } from './job.ts';
import type { CheckedRequest } from './requests.ts';
import { scoreWeights, totalWeight } from './score-weights.ts';
import { type Session, writeSessionJob } from './session.ts';
import { allowsRunningSums } from './stability.ts';

/** Arrays handed out by `allocate()`, with their addresses. */
export type Allocations = WeakMap<Float32Array, number>;

/** A prepared fixed image in an evaluator's memory. */
export interface PreparedState {
  readonly image: number;
  readonly mask: Float32Array | undefined;
}

/** An evaluation laid out in memory. */
export interface Staged {
  readonly job: Job;
  readonly divisor: number;
  /** The arrays of the results: those asked for, filled in where they do not lie in memory. */
  collect(): { moving?: Float32Array; fixed?: Float32Array; map?: Float32Array };
  /** Gives the memory back. */
  release(): void;
}

/** Smallest Σ of weights divided by: with no window left the loss is 0. */
const leastWeight = 1e-20;

/**
 * Copies what does not lie in memory yet, and describes the evaluation to the kernel. With a gradient to the fixed image
 * alone the images change places: the loss is symmetric.
 */
export function stage(
  session: Session,
  request: CheckedRequest,
  allocations: Allocations,
  prepared: PreparedState | undefined,
): Staged {
  const { arena, definition } = session;
  const regions: number[] = [];
  const copies: (() => void)[] = [];
  const reserve = (bytes: number): number => {
    const address = arena.reserve(bytes);
    regions.push(address);
    return address;
  };
  const release = () => regions.forEach(arena.giveBack);
  const place = (values: Float32Array | undefined): number => {
    if (values === undefined) return 0;
    const known = allocations.get(values);
    if (known !== undefined) return known;
    const address = reserve(values.byteLength);
    copies.push(() => arena.floats(address, values.length).set(values));
    return address;
  };
  const outputs: Array<{
    name: 'moving' | 'fixed' | 'map';
    address: number;
    target: Float32Array | undefined;
    length: number;
  }> = [];
  const result = (name: 'moving' | 'fixed' | 'map', wanted: boolean, length: number): number => {
    if (!wanted) return 0;
    const target = request.into[name];
    const address = (target && allocations.get(target)) ?? reserve(4 * length);
    outputs.push({ name, address, target, length });
    return address;
  };
  try {
    const { gradients, upstream } = request;
    const mask = request.mask ?? prepared?.mask;
    const moving = place(request.moving);
    const fixed = prepared?.image ?? place(request.fixed);
    const weights = mask === undefined ? undefined : scoreWeights(definition, mask);
    const elements = sizeOf(definition.shape);
    const swapped = gradients === 'fixed';
    const divisor = divisorOf(session, weights);
    const gradientMoving = result('moving', gradients === 'moving' || gradients === 'both', elements);
    const gradientFixed = result('fixed', gradients === 'fixed' || gradients === 'both', elements);
    const map = result('map', request.map, sizeOf(definition.mapShape));
    const momentMask = mask !== undefined && definition.mask.moments ? place(mask) : 0;
    const masked = { scoreWeight: place(weights), momentMask };
    const upstreamMap = typeof upstream === 'number' ? 0 : place(upstream);
    const centered = writeCenters(session, request, momentMask === 0 ? undefined : mask, swapped);
    const running = definition.window.isBox && momentMask === 0 && allowsRunningSums(definition);
    const sign = definition.form === 'positive' ? 1 : -1;
    const job: Job = {
      ...session.base,
      ...masked,
      moving: swapped ? fixed : moving,
      fixed: swapped ? moving : fixed,
      gradientMoving: swapped ? gradientFixed : gradientMoving,
      gradientFixed: swapped ? 0 : gradientFixed,
      map,
      upstreamMap,
      running: running ? 1 : 0,
      general: session.base.general || masked.scoreWeight || momentMask || upstreamMap || map ? 1 : 0,
      correctBorder: centered && definition.border === 'zero' ? 1 : 0,
      oneUnweighted: definition.mask.score === 'multiplied' ? 1 : 0,
      scale: (sign * (typeof upstream === 'number' ? upstream : 1)) / divisor,
    };
    // Nothing is copied before it is certain that everything fits.
    writeSessionJob(session, job);
    session.scratch();
    for (const copy of copies) copy();
    return { job, divisor, release, collect };
  } catch (error) {
    release();
    throw error;
  }

  function collect() {
    const entries = outputs.map(({ name, address, target, length }) => {
      if (target && allocations.has(target)) return [name, target];
      const values = arena.floats(address, length);
      const copy = target ?? new Float32Array(length);
      copy.set(values);
      return [name, copy];
    });
    return Object.fromEntries(entries);
  }
}

/** What the mean divides by; 1 for sums and maps. */
function divisorOf({ definition, geometry }: Session, weights: Float32Array | undefined): number {
  if (definition.reduction !== 'mean') return 1;
  if (weights !== undefined && definition.mask.score !== 'multiplied') {
    return Math.max(totalWeight(definition, weights), leastWeight);
  }
  const { radius } = definition.window;
  const lengths = definition.spatial.map((length, axis) =>
    definition.border === 'valid' ? length - 2 * (radius[axis] as number) : length,
  );
  return sizeOf([geometry.groups, ...lengths]);
}

/** Writes the center of every channel; those of one group are alike. Returns whether any is not 0. */
function writeCenters(
  session: Session,
  request: CheckedRequest,
  mask: Float32Array | undefined,
  swapped: boolean,
): boolean {
  const { arena, geometry, definition, centers } = session;
  const { groups, channels, voxels } = geometry;
  const values = arena.doubles(centers, 2 * groups * channels);
  const size = channels * voxels;
  const part = (image: Float32Array | undefined, group: number) => image?.subarray(group * size, (group + 1) * size);
  const { center } = definition;
  const centerOf = (image: Float32Array, which: 0 | 1, group: number): number => {
    if (!session.shiftInvariant) return 0;
    if (typeof center !== 'string') return Math.fround(center[which]);
    return chooseCenter(part(image, group) as Float32Array, part(mask, group));
  };
  for (let group = 0; group < groups; group++) {
    const moving = centerOf(request.moving, 0, group);
    const fixed = centerOf(request.fixed, 1, group);
    for (let channel = 0; channel < channels; channel++) {
      const at = 2 * (group * channels + channel);
      values[at] = swapped ? fixed : moving;
      values[at + 1] = swapped ? moving : fixed;
    }
  }
  return values.some((value) => value !== 0);
}
