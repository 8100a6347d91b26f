import type { ResolvedDefinition } from '@fast-lncc/core';
import { sizeOf } from '@fast-lncc/core';
import { type Axis, type Geometry, geometryOf } from './geometry.ts';
import { type Job, jobBytes, jobFields, writeJob } from './job.ts';
import { instantiateKernel, type Kernel } from './kernel.ts';
import { type Arena, assertFits, createArena } from './memory.ts';
import { isPlainScore, isPlainStabilizer, scoreConstants } from './score-constants.ts';

/** Float64 fields per plane that the kernel writes: Σ w s, Σ of the 1 of `one − w s`, largest S_II, largest S_JJ. */
export const planeFields = 4;

/** One definition and shape with its memory: what all evaluations have in common. */
export interface Session {
  readonly definition: ResolvedDefinition;
  readonly geometry: Geometry;
  readonly arena: Arena;
  readonly kernel: Kernel;
  readonly tasks: number;
  readonly threads: number;
  /** Address of the job, and of the centers: two float64 per channel of every sample. */
  readonly job: number;
  readonly centers: number;
  readonly planeSums: number;
  /** What does not change from one evaluation to the next. */
  readonly base: Job;
  /** Whether any constant may be subtracted from the images. */
  readonly shiftInvariant: boolean;
  /** Scratch of every thread, for the job in memory; it grows with what has been asked for. */
  scratch(): readonly number[];
}

/** What {@link openSession} takes. */
export interface SessionOptions {
  readonly definition: ResolvedDefinition;
  readonly slabs: number | undefined;
  /** Whether the memory is shared with threads. */
  readonly shared: boolean;
  /** The number of threads, from the tasks that there are and the voxels of all images. */
  readonly chooseThreads: (tasks: number, voxels: number) => number;
}

/**
 * @throws ShapeMismatchError when two images alone go beyond what WebAssembly addresses.
 */
export function openSession({ definition, slabs, shared, chooseThreads }: SessionOptions): Session {
  assertFits(2 * 4 * sizeOf(definition.shape));
  const geometry = geometryOf(definition, slabs);
  const arena = createArena(shared);
  const kernel = instantiateKernel(arena.memory, shared);
  const store = (values: Float64Array): number => {
    const address = arena.reserve(values.byteLength);
    arena.doubles(address, values.length).set(values);
    return address;
  };
  const { depth, height, width, groups, channels } = geometry;
  const job = arena.reserve(jobBytes);
  const centers = arena.reserve(16 * groups * channels);
  const planeSums = arena.reserve(8 * planeFields * groups * depth.length);
  const base: Job = {
    ...emptyJob,
    ...windowFields(geometry, store),
    ...sampleFields(definition, geometry, store),
    ...scoreConstants(definition, hasConstantCount(definition) ? totalOf(definition) : undefined),
    depth: depth.length,
    height: height.length,
    width: width.length,
    channels,
    slabs: geometry.slabs,
    interiorOnly: definition.border === 'valid' ? 1 : 0,
    plain: isPlainStabilizer(definition) ? 1 : 0,
    general: isPlainScore(definition) && definition.border === 'zero' ? 0 : 1,
    centers,
    planeSums,
  };
  const tasks = groups * geometry.slabs;
  const threads = chooseThreads(tasks, groups * channels * geometry.voxels);
  // The kernel lays its scratch out from an address that is not part of any.
  const probe = arena.reserve(1024);
  let regions: { bytes: number; addresses: number[] } = { bytes: 0, addresses: [] };
  return {
    definition,
    geometry,
    arena,
    kernel,
    tasks,
    threads,
    job,
    centers,
    planeSums,
    base,
    shiftInvariant: isShiftInvariant(definition),
    scratch() {
      const bytes = kernel.scratchBytes(job, probe) >>> 0;
      if (bytes > regions.bytes) {
        assertFits(arena.end() + bytes * threads);
        for (const address of regions.addresses) arena.giveBack(address);
        // Without memory for the larger ones, those that were given back are not this session's any more.
        regions = { bytes: 0, addresses: [] };
        regions = { bytes, addresses: Array.from({ length: threads }, () => arena.reserve(bytes)) };
      }
      return regions.addresses;
    },
  };
}

/** Writes the job of one evaluation. */
export function writeSessionJob({ arena, job }: Session, values: Job): void {
  writeJob(arena.memory.buffer, job, values);
}

const totalOf = ({ window, together, channels }: ResolvedDefinition): number =>
  window.total * (together ? channels : 1);

const hasConstantCount = ({ border, mask }: ResolvedDefinition): boolean => border !== 'count' && !mask.moments;

/** C and V do not change when a constant is added to an image: N is the weight of the window, or the count. */
const isShiftInvariant = ({ border, window }: ResolvedDefinition): boolean =>
  border === 'count' || Math.abs(window.total - window.weight) <= 1e-12 * window.weight;

function windowFields({ depth, height, width }: Geometry, store: (values: Float64Array) => number): Partial<Job> {
  const weights = (axis: Axis) => store(axis.weights);
  return {
    windowDepth: depth.weights.length,
    windowHeight: height.weights.length,
    windowWidth: width.weights.length,
    weightsDepth: weights(depth),
    weightsHeight: weights(height),
    weightsWidth: weights(width),
  };
}

/** N as one number, and the counts per axis; those of depth carry the channels that share a window. */
function sampleFields(
  definition: ResolvedDefinition,
  { depth, height, width, channels }: Geometry,
  store: (values: Float64Array) => number,
): Partial<Job> {
  const halfWidth = Math.ceil(width.length / 2);
  const records = new Float64Array(2 * halfWidth).fill(1);
  width.counts.forEach((count, x) => {
    if (x < halfWidth) records[2 * x] = count;
    if (width.length - 1 - x < halfWidth) records[2 * (width.length - 1 - x) + 1] = count;
  });
  return {
    samples: totalOf(definition),
    countsVary: definition.border === 'count' ? 1 : 0,
    countsDepth: store(depth.counts.map((count) => count * channels)),
    countsHeight: store(height.counts),
    countsWidth: store(records),
  };
}

const emptyJob = Object.fromEntries(jobFields.map((field) => [field, 0])) as Job;
