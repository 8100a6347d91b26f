import type { Geometry } from '../geometry.ts';
import type { Tile } from '../plan/tile.ts';
import { marchFields, uniformBlock } from './fields.ts';
import { lines, repeat } from './literals.ts';
import type { Payload } from './payload.ts';
import { marchingSum, windowSums } from './window-sum.ts';

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

/** Outputs along x that one thread sums at once. */
export const stripLength = 4;

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
    uniformBlock(marchFields),
    storage(march.bindings),
    `struct Raw { ${raw.map(({ name, type }) => `${name}: ${type}`).join(', ')} }`,
    ...raw.map(
      ({ name, type }) => tile.staged && `var<workgroup> staged_${name}: array<${type}, ${rows * rawStride}>;`,
    ),
    ...parts.map(({ name, type }) => `var<workgroup> sums_${name}: array<${type}, ${rows * sumStride}>;`),
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
    ...parts.flatMap(({ name, type }) => repeat(2 * reach, (at) => `var pending_${name}${at} = ${type}();`)),
    `for (var z = z0 - ${reach}; z < z1 + ${reach}; z++) {`,
    ...parts.map(({ name, type }) => `var value_${name} = ${type}();`),
    `if (z >= 0 && z < job.depth) {
let planeIndex = ${payload.indexOfPlane};`,
    tile.staged && stageTile(payload, { rows, columns, rawStride, threads, width, height }),
    `for (var item = thread; item < ${(tile.width / stripLength) * rows}; item += ${threads}) {
let row = item % ${rows};
let column = (item / ${rows}) * ${stripLength};`,
    tile.staged ? fromStage(payload, rawStride, width.weights.length) : fromImage(payload, geometry),
    ...parts.map(({ name }) => windowSums(width.weights, stripLength, `tap_${name}`, `x_${name}`)),
    `let at = row * ${sumStride} + column;`,
    ...parts.flatMap(({ name }) => repeat(stripLength, (k) => `sums_${name}[at + ${k}] = x_${name}${k};`)),
    `}
workgroupBarrier();
let at = i32(local.y) * ${sumStride} + i32(local.x);`,
    ...parts.flatMap(({ name }) =>
      repeat(height.weights.length, (tap) => `let row_${name}${tap} = sums_${name}[at + ${tap * sumStride}];`),
    ),
    ...parts.map(
      ({ name }) => `${windowSums(height.weights, 1, `row_${name}`, `y_${name}`)}\nvalue_${name} = y_${name}0;`,
    ),
    // The next plane writes the sums again; a staged one has a barrier before that.
    !tile.staged && 'workgroupBarrier();',
    '}',
    ...parts.map(({ name }) => marchingSum(depth.weights, `pending_${name}`, `value_${name}`, name)),
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

const tapCount = (taps: number): number => taps + stripLength - 1;

function fromStage({ raw, parts, expand }: Payload, rawStride: number, taps: number): string {
  const fields = (tap: number) => raw.map(({ name }) => `staged_${name}[start + ${tap}]`).join(', ');
  return lines(
    `let start = row * ${rawStride} + column;`,
    ...repeat(tapCount(taps), (tap) => tapOf(parts, expand, tap, `let raw${tap} = Raw(${fields(tap)});`)),
  );
}

function fromImage({ parts, expand }: Payload, { width, height }: Geometry): string {
  return lines(
    `let imageX = x0 + column - ${width.reach};
let imageY = y0 + row - ${height.reach};
let rowInside = imageY >= 0 && imageY < job.height;
let start = planeIndex + imageY * job.width + imageX;`,
    ...repeat(tapCount(width.weights.length), (tap) =>
      tapOf(
        parts,
        expand,
        tap,
        `var raw${tap} = Raw();
if (rowInside && imageX + ${tap} >= 0 && imageX + ${tap} < job.width) { raw${tap} = readVoxel(start + ${tap}, center); }`,
      ),
    ),
  );
}

const tapOf = (parts: Payload['parts'], expand: Payload['expand'], tap: number, read: string): string =>
  lines(read, ...expand(`raw${tap}`).map((value, at) => `let tap_${parts[at]?.name}${tap} = ${value};`));
