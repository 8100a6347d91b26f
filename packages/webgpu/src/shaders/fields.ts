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

/**
 * Constants of the scores: the stabilizer, gates and clamps (the largest numbers where there are none), N as `1 / N` where
 * it is one number, the weight of a whole window, and what the map is made of: `one · mapOne + mapSign · w s`.
 */
export const scoreConstantFields = [
  'covarianceFloor',
  'varianceFloor',
  'varianceAdd',
  'product',
  'numerator',
  'rootAdd',
  'clampLow',
  'clampHigh',
  'perfectFrom',
  'flatThreshold',
  'flatScore',
  'perSample',
  'wholeWeight',
  'mapOne',
  'mapSign',
] as const;

/** Fields of the kernel that settles centers and scale. */
export const settleFields = ['group', 'image', 'stride', 'step', 'samples', 'centers'] as const;
export const settleConstantFields = ['factor'] as const;

/** Fields of the kernel that adds up the loss: `one · lossOne + lossSign · Σ w s / divisor`. */
export const totalFields = ['partials'] as const;
export const totalConstantFields = ['divisor', 'lossSign', 'lossOne', 'lossOfWeights'] as const;

/** The numbers of a uniform block. */
export interface Block {
  readonly integers: readonly number[];
  readonly floats: readonly number[];
}

/**
 * The uniform block of a kernel, named `job`. Numbers of a definition are in it, not in the code, so that definitions share
 * pipelines.
 */
export const uniformBlock = (integers: readonly string[], floats: readonly string[] = []): string => {
  const declared = [...integers.map((field) => `${field}: i32`), ...floats.map((field) => `${field}: f32`)];
  return `struct Job { ${declared.join(', ')} }\n@group(0) @binding(0) var<uniform> job: Job;`;
};

/** Bytes that a block takes. */
export const blockBytes = ({ integers, floats }: Block): number =>
  16 * Math.ceil((integers.length + floats.length) / 4);
