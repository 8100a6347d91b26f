import type { LnccDefinition } from '@fast-lncc/core';
import { integrateVelocity, type Layers } from '@fast-lncc/networks';
import type { GoldenPiece, GoldenTensor } from '../golden/piece-case.ts';

/** What the building blocks are made of: the layer verbs of an engine and its loss. */
export interface PieceVerbs<T> extends Layers<T> {
  lncc(moving: T, fixed: T, definition: LnccDefinition): T;
}

/** An input in the authors' layout. */
export interface PieceInput extends GoldenTensor {
  /** A map is `[1, channels, D, H, W]`, a kernel `[outputs, inputs, k, k, k]` (or transposed), a vector has one axis. */
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
    build: (verbs, inputs) => {
      const branches = ['regular', 'large', 'one'].map((kind) => ({
        weight: one(inputs[`layer_${kind}Kernel.0.weight`]),
        bias: one(inputs[`layer_${kind}Kernel.0.bias`]),
      }));
      const sum = verbs.residualConvolutions(one(inputs.x), branches);
      return verbs.parametricRelu(sum, one(inputs['layer_nonlinearity.weight']));
    },
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
  ncc_win5: published(5),
  ncc_win9: published(9),
  lku_ncc_win9: published(9),
};

export function requestPiece(piece: GoldenPiece, { extra = {}, build }: PiecePlan): PieceRequest {
  const role = ({ shape }: GoldenTensor, name: string) =>
    shape.length === 1 ? 'vector' : name.endsWith('weight') ? 'kernel' : 'map';
  const inputs = Object.entries(piece.inputs).map(([name, tensor]) => [name, { ...tensor, role: role(tensor, name) }]);
  return {
    inputs: { ...Object.fromEntries(inputs), ...extra },
    build,
    cotangent: piece.cotangent ?? { shape: [], data: [1] },
    wanted: Object.keys(piece.grads),
  };
}
