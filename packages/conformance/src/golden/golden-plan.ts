import { type KernelOptions, type LnccDefinition, presets } from '@fast-lncc/core';
import type { GoldenCase } from './golden-case.ts';
import { knownDifference } from './known-differences.ts';

/** How a golden case is reproduced, or why it is not. */
export interface GoldenPlan {
  readonly definition: LnccDefinition;
  readonly mask?: Float64Array;
  /** Tolerance of the loss, absolute for losses of order one. */
  readonly lossTolerance: number;
  /** Tolerance of the gradient relative to its largest element; `undefined` where the library's is an approximation. */
  readonly gradientTolerance: number | undefined;
  /**
   * `max`: the loss of a sample is the largest element of its map (VoxelMorph-TF with `reduce='max'`) · `sumOfImages`:
   * the sum of the means of every sample and channel (neurite with `reduction='sum'`).
   */
  readonly reduce: 'definition' | 'max' | 'sumOfImages';
  /** Present where the result differs from the library's on purpose. */
  readonly difference?: { readonly reason: string; readonly ours: number | 'throws' | 'unrecorded' };
}

/**
 * The definition that reproduces a case: the peer's preset with the case's arguments.
 * NODEO casts its loss to float32.
 */
export function planGoldenCase(golden: GoldenCase): GoldenPlan {
  const definition = definitionOf(golden);
  const { peer } = golden;
  const mask = maskOf(golden);
  const offset = golden.input.startsWith('offset');
  const difference = knownDifference(golden);
  return {
    definition,
    ...(mask === undefined ? {} : { mask }),
    lossTolerance: offset ? 1e-6 : peer === 'NODEO' ? 1e-7 : 1e-9,
    gradientTolerance: hasExactGradient(golden) ? (offset ? 1e-6 : 1e-9) : undefined,
    reduce: reduceOf(golden),
    ...(difference === undefined ? {} : { difference }),
  };
}

function reduceOf({ peer, arguments: given }: GoldenCase): GoldenPlan['reduce'] {
  if (given.reduce === 'max') return 'max';
  return peer === 'neurite' && given.reduction === 'sum' ? 'sumOfImages' : 'definition';
}

const hasExactGradient = ({ peer }: GoldenCase): boolean => peer !== 'dipy' && !peer.startsWith('ITK');

const numberOf = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

function definitionOf(golden: GoldenCase): LnccDefinition {
  const { peer, arguments: given, window } = golden;
  switch (peer) {
    case 'airlab':
      return airlab(golden);
    case 'DeepReg':
      return {
        ...presets.deepreg,
        window,
        ...roundedTotal(golden),
        kernel: namedKernel(given.kernel_type, { triangular: {}, gaussian: { precision: 'float32' } }),
        stabilizer: {
          ...presets.deepreg.stabilizer,
          numerator: numberOf(given.smooth_nr, 1e-5),
          product: numberOf(given.smooth_dr, 1e-5),
        },
      };
    case 'dipy':
      return { ...presets.dipy, window };
    case 'FireANTs':
      return fireants(golden);
    case 'fused-lncc':
      return {
        ...presets.fusedLncc,
        window,
        stabilizer: { ...presets.fusedLncc.stabilizer, varianceAdd: numberOf(given.smooth_dr, 1e-5) },
      };
    case 'ICON':
      return {
        ...(golden.function.startsWith('Squared') ? presets.iconSquared : presets.icon),
        window,
        kernel: { shape: 'gaussian', sigma: numberOf(given.sigma, 5), normalize: true },
      };
    case 'ITK/SimpleITK':
      return { ...presets.itk, window };
    case 'MONAI':
    case 'MONAI<=1.5':
      return monai(golden);
    case 'neurite':
      return { ...presets.neurite, window };
    case 'NODEO':
      return { ...presets.nodeo, window };
    case 'TransMorph-affine':
      return { ...presets.transmorphGaussian, window };
    case 'torchreg':
      return { ...presets.torchreg, window };
    case 'voxelmorph-tf':
      return voxelmorphTf(golden);
    case 'LapIRN':
      return { ...presets.lapirn, window };
    case 'FastLNCC':
      return { ...presets.fastlncc, window };
    default:
      return { ...presets.voxelmorph, window };
  }
}

function namedKernel(
  name: unknown,
  families: { readonly triangular: Partial<KernelOptions>; readonly gaussian: Partial<KernelOptions> },
): KernelOptions {
  if (name === 'triangular') return { shape: 'triangular', ...families.triangular };
  if (name === 'gaussian') return { shape: 'gaussian', ...families.gaussian };
  return { shape: 'box' };
}

/** Box: both means are divided by N² (the total says so); gaussian: σ voxels, extent `2⌈2σ⌉ + 1`, normalized. */
function airlab({ arguments: given, shape }: GoldenCase): LnccDefinition {
  const sigma = given.sigma;
  const sigmas = shape.slice(2).map((_, axis) => numberOf(Array.isArray(sigma) ? (sigma[axis] ?? sigma[0]) : sigma, 1));
  if (given.kernel_type === 'gaussian') {
    return {
      ...presets.airlab,
      window: sigmas.map((value) => 2 * Math.ceil(2 * value) + 1),
      kernel: { shape: 'gaussian', sigma: sigmas, normalize: true },
    };
  }
  const window = sigmas.map((value) => 2 * value + 1);
  return { ...presets.airlab, window, total: window.reduce((product, extent) => product * extent, 1) ** 2 };
}

/** What a library divides by where its weights are no integers: their sum, as accumulated in float32. */
const roundedTotal = ({ peer, arguments: given, kernelTotal }: GoldenCase): Pick<LnccDefinition, 'total'> =>
  kernelTotal === undefined || given.kernel_type === undefined || peer === 'MONAI<=1.5' ? {} : { total: kernelTotal };

function monai(golden: GoldenCase): LnccDefinition {
  const { arguments: given, window } = golden;
  return {
    ...presets.monai,
    window,
    ...roundedTotal(golden),
    kernel: namedKernel(given.kernel_type, {
      triangular: { oddBoxes: true, precision: 'float32' },
      gaussian: { precision: 'float32' },
    }),
    stabilizer: {
      varianceFloor: numberOf(given.smooth_dr, 1e-5),
      numerator: numberOf(given.smooth_nr, 0),
    },
    ...reductionOf(given.reduction),
  };
}

function fireants({ arguments: given, window, kernelTotal }: GoldenCase): LnccDefinition {
  const least = numberOf(given.smooth_dr, 1e-5);
  const signed = given.unsigned === false;
  return {
    ...presets.fireants,
    window,
    kernel: namedKernel(given.kernel_type, {
      triangular: { oddBoxes: true, normalize: true, precision: 'float32' },
      gaussian: { normalize: true },
    }),
    // Its weights are means already, and what it divides by is their sum as accumulated in float32.
    ...(given.kernel_type === 'triangular' && kernelTotal !== undefined ? { unit: 'sum', total: kernelTotal } : {}),
    score: signed ? 'signed' : 'squared',
    stabilizer: {
      varianceFloor: least,
      numerator: numberOf(given.smooth_nr, 1e-5),
      ...(signed ? { rootAdd: least } : { product: least }),
      clampScore: [-1, 1],
    },
    ...reductionOf(given.reduction),
  };
}

function voxelmorphTf({ arguments: given, window }: GoldenCase): LnccDefinition {
  return {
    ...presets.voxelmorphTf,
    window,
    ...(given.signed === true
      ? { score: 'signed', stabilizer: { ...presets.voxelmorphTf.stabilizer, product: 1e-5 } }
      : {}),
    ...(given.reduce === 'mean' || given.reduce === undefined ? {} : { reduction: 'none' }),
  };
}

const reductionOf = (reduction: unknown): Pick<LnccDefinition, 'reduction'> =>
  reduction === 'sum' || reduction === 'none' ? { reduction } : {};

/** The masks of the masked cases, as their notes describe them. */
function maskOf({ id, peer, shape, arguments: given }: GoldenCase): Float64Array | undefined {
  const spatial = shape.slice(2);
  const lastLength = spatial.at(-1) ?? 1;
  const firstLength = spatial[0] ?? 1;
  const perVoxel = (weight: (first: number, last: number) => number): Float64Array => {
    const inner = spatial.slice(1).reduce((product, length) => product * length, 1);
    const size = shape.reduce((product, length) => product * length, 1);
    return Float64Array.from({ length: size }, (_, index) =>
      weight(Math.floor(index / inner) % firstLength, index % lastLength),
    );
  };
  if (peer === 'airlab' && id.includes('mask')) return perVoxel((_, last) => (last < 3 ? 0 : 1));
  if (peer === 'ICON' && id.includes('mask')) {
    return perVoxel((first) => (first >= 2 && first <= firstLength - 3 ? 1 : 0));
  }
  if (peer === 'FireANTs' && given.masked === true) {
    const combine = given.mask_mode === 'max' ? Math.max : (a: number, b: number) => a * b;
    return perVoxel((first, last) => combine(first < 3 ? 0 : 1, last >= lastLength - 2 ? 0.5 : 1));
  }
  return undefined;
}
