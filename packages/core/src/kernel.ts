import type { Kernel, KernelFactors, KernelOptions } from './definition.ts';
import { InvalidWindowError, UnsupportedOptionError } from './errors.ts';
import { assertValid, formatShape } from './messages.ts';
import { assertKnownKeys, oneOf, resolveOptions } from './options.ts';
import { perAxis } from './shape.ts';
import { createWindow, isPositive, outerProduct, sumOf, type Window } from './window.ts';

/** Kernel options with the defaults filled in, but for σ, whose default depends on the extent. */
type ResolvedKernel = Required<Omit<KernelOptions, 'sigma'>> & { readonly sigma: KernelOptions['sigma'] };

/** The explicit weights of a kernel that has them. */
export const explicitFactors = (kernel: Kernel | undefined): KernelFactors['factors'] | undefined =>
  (kernel as KernelFactors | undefined)?.factors;

/**
 * Window weights of one family over given extents, with the total that belongs to them.
 *
 * @throws InvalidWindowError for extents or weights a window cannot have; UnsupportedOptionError for unknown kernels.
 */
export function createKernelWindow(kernel: Kernel, extents: readonly number[], total?: number): Window {
  const explicit = explicitFactors(kernel);
  if (explicit !== undefined) {
    assertKnownKeys(kernel as KernelFactors, ['factors'], 'kernel');
    const lengths = formatShape(explicit.map((factor) => factor.length));
    assertValid(
      lengths === formatShape(extents),
      InvalidWindowError,
      'window',
      extents,
      `absent or ${lengths} with these kernel.factors`,
    );
    return createWindow(explicit, total);
  }
  const { shape, sigma, normalize, oddBoxes, precision } = resolveOptions<ResolvedKernel>(
    'kernel',
    typeof kernel === 'string' ? { shape: kernel } : kernel,
    {
      shape: undefined,
      sigma: undefined,
      normalize: false,
      oddBoxes: false,
      precision: ['float64', 'float32', 'denseFloat32'],
    },
  );
  const family = oneOf('kernel.shape', shape, ['box', 'triangular', 'gaussian']);
  const sigmas = sigma === undefined ? [] : perAxis('kernel.sigma', sigma, extents.length, UnsupportedOptionError);
  assertValid(sigmas.every(isPositive), UnsupportedOptionError, 'kernel.sigma', sigma, 'positive and finite');
  const round = precision === 'float32' ? Math.fround : (value: number) => value;
  const factors = extents.map((extent, axis) => {
    const radius = (extent - 1) / 2;
    const spread = sigmas[axis] ?? extent / 3;
    const weightAt = {
      box: () => 1,
      triangular: (distance: number) => (oddBoxes ? oddBoxTriangle(radius, distance, round) : radius + 1 - distance),
      gaussian: (distance: number) => round(Math.exp(-(distance * distance) / (2 * spread * spread))),
    }[family];
    const weights = Array.from({ length: extent }, (_, index) => weightAt(Math.abs(index - radius)));
    const sum = normalize ? round(sumOf(weights)) : 1;
    return weights.map((weight) => round(weight / sum));
  });
  if (precision === 'float64') return createWindow(factors, total);
  const dense = outerProduct(factors, round).map(Math.fround);
  const window = createWindow(factors, total ?? Math.fround(sumOf(dense)));
  return precision === 'float32' ? window : { ...window, dense };
}

/** Two boxes of odd width b, each of sum 1, convolved: heights 1/b², 2/b², …, accumulated as the libraries accumulate. */
function oddBoxTriangle(radius: number, distance: number, round: (value: number) => number): number {
  const width = radius + 1 - (radius % 2);
  const step = round(round(1 / width) * round(1 / width));
  let height = 0;
  for (let climbed = distance; climbed < width; climbed++) height = round(height + step);
  return height;
}
