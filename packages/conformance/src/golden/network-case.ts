import { hashedImages } from './hashed-images.ts';
import { hashedTensor } from './hashed-tensor.ts';

/** Some elements of a tensor: linear indices (C order, no batch axis) and their values. */
export interface Samples {
  readonly idx: readonly number[];
  readonly val: readonly number[];
}

/** A network run by its authors' code in float64; see `golden/README.md` for the format. */
export interface NetworkDescription {
  readonly network: string;
  readonly seed: number;
  readonly size: readonly [number, number, number];
  readonly params: readonly {
    readonly p: number;
    readonly name: string;
    readonly shape: readonly number[];
    readonly count: number;
    readonly offset: number;
    readonly scale: number;
    readonly bits: number;
    readonly first: readonly number[];
  }[];
  readonly param_total: number;
  readonly inputs: Readonly<Record<'moving' | 'fixed', Samples & { readonly bits: number }>>;
  readonly modes: Readonly<Record<string, NetworkMode>>;
}

/** What the network returned in one of its modes. */
export interface NetworkMode {
  /** The network's output. */
  readonly flow: Samples;
  /** Of an integrated output, in the output's unit. */
  readonly displacement_after_integration?: Samples;
  readonly warped: Samples;
  readonly loss: { readonly similarity: number; readonly smoothness: number; readonly total: number };
  readonly grad: readonly (
    | (Samples & { readonly p: number; readonly l2: number; readonly sum: number })
    | { readonly p: number; readonly grad: null }
  )[];
  readonly train: {
    /** Total loss before each step, and after the last. */
    readonly loss: readonly number[];
    readonly similarity: readonly number[];
    readonly smoothness: readonly number[];
    readonly params: readonly (
      | (Samples & { readonly p: number; readonly delta_l2: number; readonly delta: readonly number[] })
      | { readonly p: number; readonly unchanged: true }
    )[];
  };
}

/** Weights by the authors' names, and both images, regenerated bit for bit. */
export function regenerateNetworkInputs(description: NetworkDescription): {
  readonly weights: Record<string, Float32Array>;
  readonly moving: Float32Array;
  readonly fixed: Float32Array;
} {
  const { seed, size, params } = description;
  const weights = Object.fromEntries(
    params.map(({ p, name, count, offset, scale }) => [name, hashedTensor(seed, p, count, offset, scale)]),
  );
  return { weights, ...hashedImages(seed, size) };
}
