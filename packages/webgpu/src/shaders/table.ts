import type { Geometry } from '../geometry.ts';

/**
 * The table that kernels share, f32: scale of the gradients, upstream, two unused, the counts `B[1]` per plane, row and
 * column (their product, those of the planes times the channels that share a window, is the weight inside the image), and
 * per group the centers of the two images.
 */
export const tableOffsets = ({ depth, height, width }: Geometry) => {
  const planes = 4;
  const rows = planes + depth.length;
  const columns = rows + height.length;
  return { scale: 0, upstream: 1, planes, rows, columns, centers: columns + width.length } as const;
};

/** Elements of the table. */
export const tableLength = (geometry: Geometry): number => tableOffsets(geometry).centers + 2 * geometry.groups;

/** The table with what the host knows: the counts, and centers where they are given. */
export function makeTable(geometry: Geometry, centers: readonly [number, number]): Float32Array<ArrayBuffer> {
  const { depth, height, width, channels, groups } = geometry;
  const offsets = tableOffsets(geometry);
  const table = new Float32Array(tableLength(geometry));
  table.set(
    depth.counts.map((count) => count * channels),
    offsets.planes,
  );
  table.set(height.counts, offsets.rows);
  table.set(width.counts, offsets.columns);
  for (let group = 0; group < groups; group++) table.set(centers, offsets.centers + 2 * group);
  return table;
}

/** WGSL of `centerOf(group)`; images that are used as they are have the center 0. Lengths of the axes come from the job. */
export const centerFunction = (centered: boolean): string =>
  centered
    ? `fn centerOf(group: i32) -> vec2f {
let at = 4 + job.depth + job.height + job.width + 2 * group;
return vec2f(table[at], table[at + 1]);
}`
    : 'fn centerOf(group: i32) -> vec2f { return vec2f(); }';
