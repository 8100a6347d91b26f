import type { LnccDefinition } from '@fast-lncc/core';
import { integrateVelocity, type Layers } from '@fast-lncc/networks';
import { attentionBlock, chain, convolutionBlock, largeKernelBlock, patchMerging } from '@fast-lncc/networks/blocks';
import type { GoldenPiece, GoldenTensor } from '../golden/piece-case.ts';

/** What the building blocks are made of: the layer verbs of an engine and its loss. */
export interface PieceVerbs<T> extends Layers<T> {
  lncc(moving: T, fixed: T, definition: LnccDefinition): T;
}

/** An input in the authors' layout. */
export interface PieceInput extends GoldenTensor {
  /**
   * A map is `[1, channels, D, H, W]`, a kernel `[outputs, inputs, k, k, k]` (or transposed), a matrix has two axes, a vector
   * one.
   */
  readonly role: 'map' | 'kernel' | 'matrix' | 'vector';
}

/** One building block for an engine to run, forward and back. */
export interface PieceRequest {
  readonly inputs: Readonly<Record<string, PieceInput>>;
  build<T>(verbs: PieceVerbs<T>, inputs: Readonly<Record<string, T>>): T;
  /** dL/d(output), of the output's shape in the authors' layout; a scalar output has 1. */
  readonly cotangent: GoldenTensor;
  /** Inputs whose gradients are wanted. */
  readonly wanted: readonly string[];
}

/** Output and gradients in the authors' layout, C order. */
export interface PieceResult {
  readonly output: ArrayLike<number>;
  readonly gradients: Readonly<Record<string, ArrayLike<number>>>;
}

interface PiecePlan {
  /** Largest difference of a gradient, of its largest element. */
  readonly tolerance: number;
  readonly extra?: Readonly<Record<string, PieceInput>>;
  /** How a tensor of the file is a map, where it is none by itself. Default: as it is. */
  toMap?(tensor: GoldenTensor, name: string, piece: GoldenPiece): GoldenTensor;
  build<T>(verbs: PieceVerbs<T>, inputs: Readonly<Record<string, T>>): T;
}

const one = <T>(value: T | undefined): T => value as T;

const published = (window: number): PiecePlan => ({
  tolerance: 2e-5,
  build: (verbs, { I, J }) => verbs.lncc(one(I), one(J), { window, center: 'none', stabilizer: { product: 1e-5 } }),
});

/** Voxels per half image, the unit of LKU-Net. */
const voxelsPerUnit = <T>(verbs: Layers<T>, map: T) => verbs.grid(map).map((length) => (length - 1) / 2);

const inVoxels = <T>(verbs: Layers<T>, map: T): T => verbs.scaleChannels(map, voxelsPerUnit(verbs, map));

const integrated = (squarings: number): PiecePlan => ({
  tolerance: 2e-6,
  build: (verbs, { velocity }) => {
    const displacement = integrateVelocity(verbs, inVoxels(verbs, one(velocity)), squarings);
    return verbs.scaleChannels(
      displacement,
      voxelsPerUnit(verbs, displacement).map((factor) => 1 / factor),
    );
  },
});

/** Tokens `[1, tokens, channels]` as a map, on the grid of the piece (halved by merging), or in a row without one. */
function tokensToMap({ shape, data }: GoldenTensor, _: string, { grid }: GoldenPiece): GoldenTensor {
  const [, tokens = 1, channels = 1] = shape;
  if (shape.length !== 3) return { shape, data };
  const given = grid ?? [1, 1, tokens];
  const isMerged = given.reduce((product, length) => product * length, 1) !== tokens;
  return {
    shape: [1, channels, ...(isMerged ? given.map((length) => length / 2) : given)],
    data: data.map((_, index) => data[(index % tokens) * channels + Math.floor(index / tokens)] ?? Number.NaN),
  };
}

interface AttentionPiece {
  /** By block, unshifted and shifted in turn: the prefix of its parameters. A single unprefixed one is shifted. */
  readonly blocks: readonly string[];
  readonly channels: number;
  readonly heads: number;
  readonly window: readonly number[];
  readonly merge?: string;
}

const attention = ({ blocks, channels, heads, window, merge }: AttentionPiece): PiecePlan => ({
  tolerance: 5e-6,
  toMap: tokensToMap,
  build: (verbs, inputs) => {
    const path = blocks.map((prefix, index) => {
      const isShifted = index % 2 === 1 || prefix === '';
      const shift = window.map((extent) => (isShifted ? Math.floor(extent / 2) : 0));
      return attentionBlock(prefix || 'block', { channels, heads, window, shift, dropPath: index });
    });
    const merging = merge === undefined ? [] : [patchMerging(merge, channels)];
    const take = (name: string) => one(inputs[name.replace(/^block\./, '')]);
    return chain(verbs, take, [one(inputs.x)], ...path, ...merging);
  },
});

/** The kernel that changes nothing, so that the activation alone is left of a convolution. */
const identity: Readonly<Record<string, PieceInput>> = {
  weight: { role: 'kernel', shape: [2, 2, 1, 1, 1], data: [1, 0, 0, 1] },
  bias: { role: 'vector', shape: [2], data: [0, 0] },
};

/** By name of the golden piece: how it is built from the verbs. */
export const piecePlans: Readonly<Record<string, PiecePlan>> = {
  conv3d_k3_s2_p1: {
    tolerance: 2e-6,
    build: (verbs, { x, weight, bias }) => verbs.convolution([one(x)], one(weight), one(bias), { stride: 2 }),
  },
  conv3d_k5_p2: {
    tolerance: 2e-6,
    build: (verbs, { x, weight, bias }) => verbs.convolution([one(x)], one(weight), one(bias), { stride: 1 }),
  },
  leaky_relu_02: {
    tolerance: 2e-6,
    extra: identity,
    build: (verbs, { x, weight, bias }) =>
      verbs.convolution([one(x)], one(weight), one(bias), { stride: 1, leakySlope: 0.2 }),
  },
  stn_voxel_zeros: { tolerance: 2e-6, build: (verbs, { src, flow }) => verbs.warp(one(src), one(flow)) },
  upsample_nearest_x2: { tolerance: 2e-6, build: (verbs, { x }) => verbs.upsampleNearest(one(x)) },
  grad3d_l2: { tolerance: 2e-6, build: (verbs, { flow }) => verbs.squaredDifferences(one(flow)) },
  convT3d_k2_s2: {
    tolerance: 2e-6,
    build: (verbs, { x, weight, bias }) => verbs.transposedConvolution(one(x), one(weight), one(bias)),
  },
  prelu: { tolerance: 2e-6, build: (verbs, { x, slope }) => verbs.parametricRelu(one(x), one(slope)) },
  softsign: { tolerance: 2e-6, build: (verbs, { x }) => verbs.softsign(one(x)) },
  lku_lk_block: {
    tolerance: 2e-6,
    build: (verbs, inputs) =>
      largeKernelBlock('block', 2).forward(verbs, (name) => one(inputs[name.slice('block.'.length)]), [one(inputs.x)]),
  },
  stn_normalised_zeros: {
    tolerance: 2e-6,
    build: (verbs, { src, flow }) => verbs.warp(one(src), inVoxels(verbs, one(flow))),
  },
  grid_sample_normalised_border: {
    tolerance: 2e-6,
    build: (verbs, { src, flow }) => verbs.warp(one(src), inVoxels(verbs, one(flow)), 'clamp'),
  },
  scaling_squaring_T1: integrated(1),
  scaling_squaring_T7: integrated(7),
  lku_smoothloss: {
    tolerance: 2e-6,
    build: (verbs, { flow }) => {
      const [depth = 0, height = 0, width = 0] = verbs.grid(one(flow));
      return verbs.squaredDifferences(one(flow), [depth / 2, height / 2, width / 2]);
    },
  },
  conv3d_k4_s4: {
    tolerance: 2e-6,
    build: (verbs, { x, weight, bias }) => verbs.patchConvolution([one(x)], one(weight), one(bias)),
  },
  layernorm: {
    tolerance: 2e-6,
    toMap: tokensToMap,
    build: (verbs, { x, weight, bias }) => verbs.layerNorm(one(x), one(weight), one(bias)),
  },
  gelu_exact: {
    tolerance: 2e-6,
    toMap: ({ data }) => ({ shape: [1, 1, 1, 1, data.length], data }),
    build: (verbs, { x }) => verbs.gelu(one(x)),
  },
  instancenorm3d: { tolerance: 2e-6, build: (verbs, { x }) => verbs.instanceNorm(one(x), { leakySlope: 1 }) },
  conv_in_leaky: {
    tolerance: 2e-6,
    build: (verbs, { x, weight }) => convolutionBlock('block', 2, 3).forward(verbs, () => one(weight), [one(x)]),
  },
  avgpool_k3_s2_p1: { tolerance: 2e-6, build: (verbs, { x }) => verbs.averagePool(one(x)) },
  upsample_trilinear_x2: { tolerance: 2e-6, build: (verbs, { x }) => verbs.upsampleTrilinear(one(x)) },
  swin_block_plain: attention({ blocks: ['blocks.0'], channels: 8, heads: 2, window: [2, 2, 2] }),
  swin_block_shifted: attention({ blocks: [''], channels: 8, heads: 2, window: [2, 2, 2] }),
  swin_layer_shifted_aniso: attention({
    blocks: ['blocks.0', 'blocks.1'],
    channels: 6,
    heads: 3,
    window: [2, 3, 4],
  }),
  swin_layer_shifted_merge: attention({
    blocks: ['blocks.0', 'blocks.1'],
    channels: 8,
    heads: 2,
    window: [2, 2, 2],
    merge: 'downsample',
  }),
  ncc_win5: published(5),
  ncc_win9: published(9),
  lku_ncc_win9: published(9),
};

/** A piece with its tensors as maps, where the plan says how. */
export function arrangePiece(piece: GoldenPiece, { toMap = (tensor) => tensor }: PiecePlan): GoldenPiece {
  const arrange = (tensors: Readonly<Record<string, GoldenTensor>>) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [name, name === 'x' ? toMap(tensor, name, piece) : tensor]),
    );
  return {
    ...piece,
    inputs: arrange(piece.inputs),
    grads: arrange(piece.grads),
    output: toMap(piece.output, 'output', piece),
    ...(piece.cotangent && { cotangent: toMap(piece.cotangent, 'cotangent', piece) }),
  };
}

/** @param piece With its tensors arranged. */
export function requestPiece(piece: GoldenPiece, { extra = {}, build }: PiecePlan): PieceRequest {
  const role = ({ shape }: GoldenTensor, name: string) =>
    (['vector', 'matrix'] as const)[shape.length - 1] ?? (name.endsWith('weight') ? 'kernel' : 'map');
  const inputs = Object.entries(piece.inputs).map(([name, tensor]) => [name, { ...tensor, role: role(tensor, name) }]);
  return {
    inputs: { ...Object.fromEntries(inputs), ...extra },
    build,
    cotangent: piece.cotangent ?? { shape: [], data: [1] },
    wanted: Object.keys(piece.grads),
  };
}
