import type { ResolvedDefinition } from '../resolve.ts';
import { sizeOf } from '../shape.ts';
import { interiorField } from '../window.ts';
import { meanOverWindowed, sumOverWindowed } from './channels.ts';
import { divideBy, leastDivisor, multiplyPresent, type Operations, selectInside } from './operations.ts';

/** The loss and the map, each computed when asked for. */
export interface Reduced<T> {
  readonly loss: () => T;
  readonly map: () => T;
}

/** `upstream` of the gradient: dL/d(loss) as a number or scalar, or dL/d(map) with reduction `none`. */
export type Upstream<T> = { readonly number: number } | { readonly scalar: T } | { readonly map: T };

/** Any of the three. */
interface AnyUpstream<T> {
  readonly number?: number;
  readonly scalar?: T;
  readonly map?: T;
}

/** The way from the score to the loss, and back. */
export interface Reduction<T> {
  /**
   * The loss from the score: with weights w, `Σ w s / Σ w` (or over all voxels, or the sum, or the map), then
   * `−s`, `1 − s` or `s` by the definition's form.
   */
  readonly reduce: (score: T) => Reduced<T>;
  /** The adjoint `dL/ds = ∓ w · upstream / divisor`, in two parts. */
  readonly adjoint: (upstream: Upstream<T>) => {
    /**
     * The part that varies: `map` times the weights and an upstream map. It selects, so that NaN where nothing counts
     * does not leak.
     */
    readonly weigh: (map: T) => T;
    /** The part that is one for all, applied once to the finished gradient: the window sum is linear. */
    readonly finish: (gradient: T) => T;
  };
}

/** The reduction with the weights of border `valid`, of the mask, and of empty windows under a moment mask, as one map. */
export function reduction<T>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  mask: T | undefined,
  count: T | undefined,
): Reduction<T> {
  const { border, window, spatial, form } = definition;
  const isMean = definition.reduction === 'mean';
  const isMultiplied = definition.mask.score === 'multiplied';
  const interior = border === 'valid' ? operations.field(interiorField(window, spatial)) : undefined;
  const scored = maskWeight(operations, definition, mask);
  const inside = multiplyPresent(operations, interior, scored);
  const weight = multiplyPresent(operations, inside, count && operations.whereAbove(count, 0, 1));
  // What the 1 of `1 − s` is weighted with.
  const one = isMultiplied ? interior : weight;
  const divisor = !isMean
    ? 1
    : scored === undefined || isMultiplied
      ? scoredVoxels(definition)
      : operations.maximum(operations.sum(inside as T), leastDivisor);

  // Selects, so that a NaN where the weight is 0 does not reach the loss or the gradient.
  const weighed = (map: T) => multiplyPresent(operations, selectInside(operations, weight, map), weight);
  // `1 − s` is `w − w s` where windows are weighted, so that a window that does not count adds nothing.
  const inForm = (score: T, whole?: T) => {
    if (form === 'positive') return score;
    if (form === 'oneMinus' && whole !== undefined) return operations.subtract(whole, score);
    const negative = operations.scale(score, -1);
    return form === 'negative' ? negative : operations.shift(negative, 1);
  };

  return {
    reduce(score) {
      const map = () => inForm(weighed(score), one);
      const mean = () =>
        weight === undefined ? operations.mean(score) : divideBy(operations, operations.sum(weighed(score)), divisor);
      return { map, loss: () => (isMean ? inForm(mean()) : operations.sum(map())) };
    },
    adjoint: ({ number = 1, scalar, map: perScore }: AnyUpstream<T>) => ({
      weigh: (map) => multiplyPresent(operations, weighed(map), perScore),
      finish(gradient) {
        const factor = form === 'positive' ? number : -number;
        const isNumber = typeof divisor === 'number';
        const scaled = operations.scale(gradient, isNumber ? factor / divisor : factor);
        const pulled = multiplyPresent(operations, scaled, scalar);
        return isNumber ? pulled : operations.divide(pulled, divisor);
      },
    }),
  };
}

function maskWeight<T>(operations: Operations<T>, definition: ResolvedDefinition, mask: T | undefined): T | undefined {
  const { score } = definition.mask;
  if (mask === undefined || score === 'none') return undefined;
  if (score !== 'dropWindows') return meanOverWindowed(operations, definition, mask);
  const [touched] = operations.windowSums([operations.whereAtMost(mask, 0, 1)], definition.window) as [T];
  return operations.whereAtMost(sumOverWindowed(operations, definition, touched), 0, 1);
}

/** The number of scores, those of border `valid` only where the window fits. */
const scoredVoxels = ({ border, mapShape, window }: ResolvedDefinition): number =>
  sizeOf(mapShape.map((length, axis) => (border === 'valid' ? length - 2 * (window.radius[axis - 2] ?? 0) : length)));
