import type { LnccDefinition } from '@fast-lncc/core';
import type { Layers } from '@fast-lncc/networks';
import type { GoldenPiece, GoldenTensor } from '../golden/piece-case.ts';

/** What the building blocks are made of: the layer verbs of an engine and its loss. */
export interface PieceVerbs<T> extends Layers<T> {
  lncc(moving: T, fixed: T, definition: LnccDefinition): T;
}

/** An input in the authors' layout. */
export interface PieceInput extends GoldenTensor {
  /** A map is `[1, channels, D, H, W]`, a kernel `[outputs, inputs, k, k, k]`, a vector has one axis. */
  readonly role: 'map' | 'kernel' | 'vector';
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
  build<T>(verbs: PieceVerbs<T>, inputs: Readonly<Record<string, T>>): T;
}

const one = <T>(value: T | undefined): T => value as T;

const published = (window: number): PiecePlan => ({
  tolerance: 2e-5,
  build: (verbs, { I, J }) => verbs.lncc(one(I), one(J), { window, center: 'none', stabilizer: { product: 1e-5 } }),
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
  ncc_win5: published(5),
  ncc_win9: published(9),
};

export function requestPiece(piece: GoldenPiece, { extra = {}, build }: PiecePlan): PieceRequest {
  const role = ({ shape }: GoldenTensor, name: string) =>
    shape.length === 1 ? 'vector' : name === 'weight' ? 'kernel' : 'map';
  const inputs = Object.entries(piece.inputs).map(([name, tensor]) => [name, { ...tensor, role: role(tensor, name) }]);
  return {
    inputs: { ...Object.fromEntries(inputs), ...extra },
    build,
    cotangent: piece.cotangent ?? { shape: [], data: [1] },
    wanted: Object.keys(piece.grads),
  };
}
