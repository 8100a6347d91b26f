import type { ResolvedDefinition } from '../resolve.ts';
import { countField } from '../window.ts';
import { type Center, subtractCenter, timesCenter } from './centering.ts';
import { sumOverWindowed } from './channels.ts';
import { inScope, multiplyPresent, type Operations, selectInside } from './operations.ts';
import { type ImageName, type PerImage, perImage } from './per-image.ts';
import type { StatisticsGradients } from './statistics.ts';

/** The window sums: S_I, S_J, S_II, S_JJ, S_IJ, and B[m] under a moment mask. */
export interface Sums<T> extends FixedSums<T> {
  readonly moving: T;
  readonly movingSquared: T;
  readonly product: T;
}

/** What is kept of a fixed image between evaluations: S_J, S_JJ (and B[m]). */
export interface FixedSums<T> {
  readonly fixed: T;
  readonly fixedSquared: T;
  readonly count?: T | undefined;
}

/** The images multiplied in each sum of the moving image; a moment mask is a factor of all of them. */
export const movingSums = {
  moving: ['moving'],
  movingSquared: ['moving', 'moving'],
  product: ['moving', 'fixed'],
} as const satisfies Factors;

/** The same of the sums of the fixed image alone; `count` exists under a moment mask only. */
export const fixedSums = {
  fixed: ['fixed'],
  fixedSquared: ['fixed', 'fixed'],
  count: [],
} as const satisfies Factors;

type Factors = Readonly<Partial<Record<keyof Sums<unknown>, readonly ImageName[]>>>;

/** The images as the program sees them. */
export interface PreparedImages<T> {
  /** Centered, and selected by the moment mask. */
  readonly images: PerImage<T>;
  /** The mask, where it weighs the moments. */
  readonly moments: T | undefined;
}

/** An image as the program sees it: centered, and selected by the moment mask. */
export const prepareImage = <T>(operations: Operations<T>, image: T, center: Center<T>, moments: T | undefined): T =>
  selectInside(operations, moments, subtractCenter(operations, image, center));

/**
 * Window sums of products of the prepared images.
 *
 * The zeros outside the image are centered too, so that C and V are exactly those of the images as they are: the sums
 * are `B[Π(f − c)] + (N − n) Π(−c)`, n the true count.
 *
 * @param factors of the sums, by name.
 */
export function momentSums<T, Chosen extends Factors>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  factors: Chosen,
  images: Partial<PerImage<T>>,
  centers: Partial<PerImage<Center<T>>>,
  moments: T | undefined,
): Pick<Sums<T>, Extract<keyof Chosen, keyof Sums<T>>> {
  const { window, spatial, border, center } = definition;
  const used = Object.entries(factors).filter(([, multiplied]) => multiplied.length > 0 || moments !== undefined);
  const multiply = (map: T | undefined, image: ImageName) => multiplyPresent(operations, map, images[image]);
  const maps = used.map(([, multiplied]) => multiplied.reduce(multiply, moments) as T);
  const sums = operations.windowSums(maps, window);
  operations.release?.(maps.filter((map) => ![images.moving, images.fixed, moments].includes(map)));
  // n − N: zeros outside count as samples, and there are some where the window does not fit.
  const excess =
    border === 'zero' && center !== 'none'
      ? operations.shift(operations.field(countField(window, spatial)), -window.weight)
      : undefined;
  const correct = (sum: T, multiplied: readonly ImageName[]) => {
    if (excess === undefined) return sum;
    return inScope(operations, () => {
      const outside = multiplied.reduce((map: T, image) => timesCenter(operations, map, centers[image] as T), excess);
      return multiplied.length === 1 ? operations.add(sum, outside) : operations.subtract(sum, outside);
    });
  };
  const entries = used.map(([name, multiplied], index) => [
    name,
    sumOverWindowed(operations, definition, correct(sums[index] as T, multiplied)),
  ]);
  return Object.fromEntries(entries);
}

/**
 * The adjoint of the moments (mathematics of the exact gradient):
 *
 *     dL/dI = (J − c_J)·B[a] − (I − c_I)·B[β_I] − B[g_I]
 *     dL/dJ = (I − c_I)·B[a] − (J − c_J)·B[β_J] − B[g_J]
 *
 * Three window sums for one image, five for both; a moment mask multiplies the result.
 */
export function momentsAdjoint<T>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  { images, moments }: PreparedImages<T>,
  { covariance, images: own }: StatisticsGradients<T>,
  finish: (gradient: T) => T,
): PerImage<T | undefined> {
  const maps = [covariance, ...(own.moving ?? []), ...(own.fixed ?? [])];
  const [shared, ...sums] = operations.windowSums(maps, definition.window) as [T, ...T[]];
  operations.release?.(maps);
  return perImage((image, other) => {
    if (own[image] === undefined) return undefined;
    const [variance, mean] = sums.splice(0, 2) as [T, T];
    const pull = operations.subtract(
      operations.multiply(images[other], shared),
      operations.multiply(images[image], variance),
    );
    return finish(multiplyPresent(operations, operations.subtract(pull, mean), moments));
  });
}
