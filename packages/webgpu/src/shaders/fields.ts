/** The numbers of one dispatch, i32 each, in the order of the uniform block. */
export type Fields<Name extends string> = Readonly<Record<Name, number>>;

/** Fields of the marching kernels. Element indices count from the start of what is bound. */
export const marchFields = [
  'width',
  'height',
  'depth',
  // Planes this dispatch finishes: [first, end), in slabs of `slab` planes.
  'first',
  'end',
  'slab',
  'slabs',
  // Tiles along x and y: workgroups of the dispatch.
  'tilesX',
  'tilesY',
  // First group of the dispatch, and where it begins in images, in maps, and in the partial sums.
  'group',
  'image',
  'map',
  'partial',
  // Maps kept between the kernels: planes of each group, and elements of each map.
  'keptPlanes',
  'keptVolume',
] as const;

/** Fields of the kernel that settles centers and scale. */
export const settleFields = ['group', 'image', 'stride', 'step', 'samples', 'centers'] as const;

/** Fields of the kernel that adds up the loss. */
export const totalFields = ['partials'] as const;

/** The uniform block of a kernel, named `job`. */
export const uniformBlock = (fields: readonly string[]): string =>
  `struct Job { ${fields.map((field) => `${field}: i32`).join(', ')} }\n@group(0) @binding(0) var<uniform> job: Job;`;

/** Bytes that a block takes. */
export const blockBytes = (fields: readonly unknown[]): number => 16 * Math.ceil(fields.length / 4);
