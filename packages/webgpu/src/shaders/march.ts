import type { Geometry } from '../geometry.ts';
import type { Tile } from '../plan/tile.ts';
import { marchFields, uniformBlock } from './fields.ts';
import { lines, repeat } from './literals.ts';
import type { Payload } from './payload.ts';
import { columnSums, loopFunctions, stripLength, stripSums } from './plane-sums.ts';
import { marchingState, marchingSum } from './window-sum.ts';

/** A storage buffer of a kernel. */
export interface StorageBinding {
  readonly name: string;
  readonly access: 'read' | 'read_write';
  readonly type: 'f32' | 'vec2f';
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
  /** WGSL before the march, once per thread: `x`, `y`, `inside` and `center` are there. */
  readonly before?: string;
  /** WGSL for a voxel whose sums are finished: those in the names of the parts, and `zc`, the plane, besides. */
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

/** Elements of a row of the tile in workgroup memory: an odd number, so that rows do not share memory banks. */
export const rowLength = (length: number): number => length | 1;

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
  const threads = tile.width * tile.height;
  const { parts, raw } = payload;
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
    `@compute @workgroup_size(${tile.width}, ${tile.height}, 1)
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) tile: vec3u, @builtin(local_invocation_index) invocation: u32) {
let thread = i32(invocation);
let x0 = i32(tile.x) * ${tile.width};
let y0 = i32(tile.y) * ${tile.height};
let x = x0 + i32(local.x);
let y = y0 + i32(local.y);
let inside = x < job.width && y < job.height;
let group = i32(tile.z) / job.slabs;
let z0 = job.first + (i32(tile.z) % job.slabs) * job.slab;
let z1 = min(job.end, z0 + job.slab);
let plane = job.width * job.height;
let volume = plane * job.depth;
let center = centerOf(job.group + group);`,
    march.before,
    ...parts.map(({ name, type }) => marchingState(depth.weights, `pending_${name}`, type)),
    `for (var z = z0 - ${reach}; z < z1 + ${reach}; z++) {`,
    ...parts.map(({ name, type }) => `var value_${name} = ${type}();`),
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
let at = i32(local.y) * ${sumStride} + i32(local.x);`,
    ...parts.map((part) => columnSums(part, height.weights, sumStride)),
    // The next plane writes the sums again; a staged one has a barrier before that.
    !tile.staged && 'workgroupBarrier();',
    '}',
    ...parts.map(({ name, type }) => marchingSum(depth.weights, `pending_${name}`, `value_${name}`, name, type)),
    `let zc = z - ${reach};
if (zc >= z0 && inside) {`,
    march.finish,
    '}\n}',
    march.after,
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
