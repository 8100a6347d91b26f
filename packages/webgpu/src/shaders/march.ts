import type { Geometry } from '../geometry.ts';
import { rowLength, type Tile, threadsOf } from '../plan/tile.ts';
import { marchFields, uniformBlock } from './fields.ts';
import { lines, repeat } from './literals.ts';
import type { Part, Payload } from './payload.ts';
import { columnSums, loopFunctions, stripLength, stripSums } from './plane-sums.ts';
import { marchingState, marchingSum } from './window-sum.ts';

/** A storage buffer of a kernel. */
export interface StorageBinding {
  readonly name: string;
  readonly access: 'read' | 'read_write';
  readonly type: 'f32' | 'vec2f';
}

/** A value that is the same along a column. */
export interface ColumnValue {
  readonly name: string;
  readonly type: 'f32' | 'bool';
  /** WGSL of an expression in `x` and `y`. */
  readonly value: string;
}

/** What a marching kernel does beside summing. */
export interface March {
  readonly geometry: Geometry;
  readonly tile: Tile;
  readonly bindings: readonly StorageBinding[];
  /** Names of the f32 in the uniform block. */
  readonly constants?: readonly string[];
  readonly payload: Payload;
  /** WGSL of functions and constants that the rest uses. */
  readonly declarations?: string;
  /** WGSL before the march, once per thread: `x` and `center` are there. */
  readonly before?: string;
  /** What is computed once per column inside the image. */
  readonly perColumn?: readonly ColumnValue[];
  /**
   * WGSL for a voxel whose sums are finished: those in the names of the parts, what the column keeps, `x`, `y` and the plane
   * `zc` are there.
   */
  readonly finish: string;
  /** WGSL after the march, in which barriers may stand. */
  readonly after?: string;
}

/** Declares storage buffers, from binding 1 on. */
export const storage = (bindings: readonly StorageBinding[]): string =>
  bindings
    .map(
      ({ name, access, type }, at) => `@group(0) @binding(${at + 1}) var<storage, ${access}> ${name}: array<${type}>;`,
    )
    .join('\n');

/**
 * A kernel in which a workgroup owns a tile of columns in x and y and marches along z. Per plane: what the windows reach
 * is read (into workgroup memory where the tile is `staged`), summed along x in strips, along y from workgroup memory, and
 * along z in registers. Sums are additions of at most one window of values; nothing is subtracted again.
 *
 * Idle threads guard their work, never a barrier.
 */
export function marchShader(march: March): string {
  const { geometry, tile, payload } = march;
  const { depth, height, width } = geometry;
  const { reach } = depth;
  const rows = tile.height + 2 * height.reach;
  const columns = tile.width + 2 * width.reach;
  const rawStride = rowLength(columns);
  const sumStride = tile.width + 1;
  const threads = threadsOf(tile);
  const { parts, raw } = payload;
  const owned = repeat(tile.rowsPerThread, (at) => at);
  const ofOwned = (code: (part: Part, at: number) => string) =>
    owned.flatMap((at) => parts.map((part) => code(part, at)));
  return lines(
    uniformBlock(marchFields, march.constants),
    storage(march.bindings),
    `struct Raw { ${raw.map(({ name, type }) => `${name}: ${type}`).join(', ')} }`,
    ...raw.map(
      ({ name, type }) => tile.staged && `var<workgroup> staged_${name}: array<${type}, ${rows * rawStride}>;`,
    ),
    ...parts.map(({ name, type }) => `var<workgroup> sums_${name}: array<${type}, ${rows * sumStride}>;`),
    loopFunctions(geometry, parts),
    march.declarations,
    payload.read,
    `@compute @workgroup_size(${tile.width}, ${tile.height / tile.rowsPerThread}, 1)
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) tile: vec3u, @builtin(local_invocation_index) invocation: u32) {
let thread = i32(invocation);
let x0 = i32(tile.x) * ${tile.width};
let y0 = i32(tile.y) * ${tile.height};
let x = x0 + i32(local.x);
let ownRow = i32(local.y) * ${tile.rowsPerThread};
let group = i32(tile.z) / job.slabs;
let z0 = job.first + (i32(tile.z) % job.slabs) * job.slab;
let z1 = min(job.end, z0 + job.slab);
let plane = job.width * job.height;
let volume = plane * job.depth;
let center = centerOf(job.group + group);`,
    march.before,
    ...owned.flatMap((at) => columnCode(at, march.perColumn ?? [])),
    ...ofOwned(({ name, type }, at) => marchingState(depth.weights, `pending${at}_${name}`, type)),
    `for (var z = z0 - ${reach}; z < z1 + ${reach}; z++) {`,
    ...ofOwned(({ name, type }, at) => `var value_${name}${at} = ${type}();`),
    `if (z >= 0 && z < job.depth) {
let planeIndex = ${payload.indexOfPlane};`,
    tile.staged && stageTile(payload, { rows, columns, rawStride, threads, width, height }),
    `for (var item = thread; item < ${(tile.width / stripLength) * rows}; item += ${threads}) {
let row = item % ${rows};
let column = (item / ${rows}) * ${stripLength};`,
    stripSums(payload, geometry, tile.staged ? rawStride : undefined),
    `let at = row * ${sumStride} + column;`,
    ...parts.flatMap(({ name }) => repeat(stripLength, (k) => `sums_${name}[at + ${k}] = x_${name}${k};`)),
    `}
workgroupBarrier();
let at = ownRow * ${sumStride} + i32(local.x);`,
    ...parts.map((part) => columnSums(part, height.weights, tile.rowsPerThread, sumStride)),
    // The next plane writes the sums again; a staged one has a barrier before that.
    !tile.staged && 'workgroupBarrier();',
    '}',
    ...ofOwned(({ name, type }, at) =>
      marchingSum(depth.weights, `pending${at}_${name}`, `value_${name}${at}`, `sum_${name}${at}`, type),
    ),
    `let zc = z - ${reach};`,
    ...owned.map((at) => finishCode(at, march)),
    '}',
    march.after,
    '}',
  );
}

/** Where the column of an owned row is, and what it keeps. */
function columnCode(at: number, perColumn: readonly ColumnValue[]): string[] {
  return [
    `let ownY${at} = y0 + ownRow + ${at};\nlet inside${at} = x < job.width && ownY${at} < job.height;`,
    ...perColumn.map(({ name, type }) => `var ${name}${at} = ${type}();`),
    perColumn.length === 0
      ? ''
      : `if (inside${at}) {\nlet y = ownY${at};\n${perColumn.map(({ name, value }) => `${name}${at} = ${value};`).join('\n')}\n}`,
  ];
}

/** The voxel of an owned row whose sums are finished, under the names that `finish` uses. */
function finishCode(at: number, { payload, perColumn = [], finish }: March): string {
  return lines(
    `if (zc >= z0 && inside${at}) {\nlet y = ownY${at};`,
    ...payload.parts.map(({ name }) => `let ${name} = sum_${name}${at};`),
    ...perColumn.map(({ name }) => `let ${name} = ${name}${at};`),
    finish,
    '}',
  );
}

interface Staging {
  readonly rows: number;
  readonly columns: number;
  readonly rawStride: number;
  readonly threads: number;
  readonly width: Geometry['width'];
  readonly height: Geometry['height'];
}

/** Reads the part of a plane that the windows of the tile reach; zeros outside the image. */
function stageTile({ raw }: Payload, { rows, columns, rawStride, threads, width, height }: Staging): string {
  return `for (var item = thread; item < ${rows * columns}; item += ${threads}) {
let column = item % ${columns};
let row = item / ${columns};
let imageX = x0 + column - ${width.reach};
let imageY = y0 + row - ${height.reach};
var raw = Raw();
if (imageX >= 0 && imageX < job.width && imageY >= 0 && imageY < job.height) {
raw = readVoxel(planeIndex + imageY * job.width + imageX, center);
}
${raw.map(({ name }) => `staged_${name}[row * ${rawStride} + column] = raw.${name};`).join('\n')}
}
workgroupBarrier();`;
}
