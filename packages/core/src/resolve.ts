import type { LnccDefinition, MaskUse } from './definition.ts';
import { InvalidWindowError, UnsupportedOptionError } from './errors.ts';
import { createKernelWindow, explicitFactors } from './kernel.ts';
import { assertValid, formatShape } from './messages.ts';
import { resolveOptions } from './options.ts';
import { isPositiveInteger, perAxis, splitShape } from './shape.ts';
import type { Window } from './window.ts';

/** A stabilizer with every constant filled in; an absent floor is −∞, an absent clamp is infinite. */
export interface ResolvedStabilizer {
  readonly covarianceFloor: number;
  readonly varianceFloor: number;
  readonly varianceAdd: number;
  readonly product: number;
  readonly numerator: number;
  readonly rootAdd: number;
  readonly clampScore: readonly [number, number];
  readonly flat: { readonly threshold: number; readonly score: number } | undefined;
  readonly dropPerfect: boolean;
}

/** A definition that has been checked against a shape, with every default filled in: what backends work from. */
export interface ResolvedDefinition {
  /** `[batch, channels, ...spatial]` */
  readonly shape: readonly number[];
  readonly batch: number;
  readonly channels: number;
  readonly spatial: readonly number[];
  readonly window: Window;
  readonly border: 'zero' | 'count' | 'valid';
  readonly unit: 'sum' | 'mean';
  readonly stabilizer: ResolvedStabilizer;
  readonly score: 'squared' | 'signed' | 'absolute';
  /** True when the window spans all channels and the score has one channel. */
  readonly together: boolean;
  readonly center: 'none' | 'auto' | readonly [number, number];
  readonly mask: { readonly moments: boolean; readonly score: NonNullable<MaskUse['score']> };
  readonly reduction: 'mean' | 'sum' | 'none';
  readonly form: 'negative' | 'oneMinus' | 'positive';
  /** Shape of the score map: one channel when the window spans the channels. */
  readonly mapShape: readonly number[];
}

/** The default of every option, or the words that it takes. */
const definitionDefaults = {
  window: undefined,
  kernel: 'box',
  total: undefined,
  border: ['zero', 'count', 'valid'],
  unit: ['sum', 'mean'],
  stabilizer: { product: 1e-5, varianceFloor: 0, clampScore: [0, 1] },
  score: ['squared', 'signed', 'absolute'],
  channels: ['separate', 'together'],
  center: 'auto',
  mask: {},
  reduction: ['mean', 'sum', 'none'],
  form: ['negative', 'oneMinus', 'positive'],
} as const satisfies Record<keyof LnccDefinition, unknown>;

/** A stabilizer that does nothing. */
const inertStabilizer = {
  covarianceFloor: -Infinity,
  varianceFloor: -Infinity,
  varianceAdd: 0,
  product: 0,
  numerator: 0,
  rootAdd: 0,
  clampScore: undefined,
  flat: undefined,
  dropPerfect: false,
} as const satisfies Record<keyof ResolvedStabilizer, unknown>;

/** Names of all keys of a definition: what a backend uses to tell them from its own options. */
export const definitionKeys = /* @__PURE__ */ Object.keys(definitionDefaults) as readonly (keyof LnccDefinition)[];

/** A definition with the defaults filled in, but for the window, whose default depends on the kernel. */
type Chosen = Required<Omit<LnccDefinition, 'window' | 'total'>> & Pick<LnccDefinition, 'window' | 'total'>;

/**
 * Checks a definition against the shape of the images and fills in the defaults.
 *
 * @param shape `[batch, channels, ...spatial]` with 1 to 3 spatial axes.
 * @throws ShapeMismatchError for a shape LNCC is not defined on; InvalidWindowError for a window that does not suit the
 * shape; UnsupportedOptionError for unknown or contradictory options.
 */
export function resolveDefinition(definition: LnccDefinition, shape: readonly number[]): ResolvedDefinition {
  const split = splitShape(shape);
  const { batch, channels, spatial } = split;
  const {
    window: given,
    kernel,
    total,
    channels: span,
    ...chosen
  } = resolveOptions<Chosen>('definition', definition, definitionDefaults);
  const { border } = chosen;
  const extents = given ?? explicitFactors(kernel)?.map((factor) => factor.length) ?? 9;
  const window = createKernelWindow(kernel, windowExtents(extents, spatial, border), total);
  const mask = resolveOptions<ResolvedDefinition['mask']>('mask', chosen.mask, {
    moments: false,
    score: ['weighted', 'multiplied', 'dropWindows', 'none'],
  });
  assertValid(
    border !== 'zero' || !mask.moments,
    UnsupportedOptionError,
    'border',
    border,
    "'count' with mask.moments",
  );
  const together = span === 'together';
  return {
    ...chosen,
    ...split,
    shape: [...shape],
    window,
    stabilizer: resolveStabilizer(chosen),
    together,
    center: resolveCenter(chosen, window),
    mask,
    mapShape: [batch, together ? 1 : channels, ...spatial],
  };
}

function windowExtents(
  given: number | readonly number[],
  spatial: readonly number[],
  border: Chosen['border'],
): readonly number[] {
  const extents = perAxis('window', given, spatial.length, InvalidWindowError);
  const isOdd = (extent: number) => isPositiveInteger(extent) && extent % 2 === 1;
  assertValid(extents.every(isOdd), InvalidWindowError, 'window', extents, 'odd positive integers');
  assertValid(
    border !== 'valid' || extents.every((extent, axis) => extent <= spatial[axis]!),
    InvalidWindowError,
    'window',
    extents,
    `within ${formatShape(spatial)} with border 'valid'`,
  );
  return extents;
}

function resolveCenter(
  { center, border }: Pick<Chosen, 'center' | 'border'>,
  { dense, total, weight }: Window,
): ResolvedDefinition['center'] {
  const isNamed = center === 'none' || center === 'auto';
  const shiftInvariant = dense === undefined && (border === 'count' || Math.abs(total - weight) <= 1e-12 * weight);
  assertValid(
    isNamed || (shiftInvariant && isPair(center) && center.every(Number.isFinite)),
    UnsupportedOptionError,
    'center',
    center,
    `'none', 'auto' or, with separable weights of sum ${total}, two finite numbers`,
  );
  return shiftInvariant ? center : 'none';
}

const isPair = (value: unknown): boolean => Array.isArray(value) && value.length === 2;

function resolveStabilizer({ stabilizer, score }: Pick<Chosen, 'stabilizer' | 'score'>): ResolvedStabilizer {
  const resolved = resolveOptions<ResolvedStabilizer>('stabilizer', stabilizer, inertStabilizer);
  const { clampScore = [-Infinity, Infinity], flat, varianceFloor, product, numerator } = resolved;
  assertValid(
    isPair(clampScore) && clampScore[0] < clampScore[1],
    UnsupportedOptionError,
    'stabilizer.clampScore',
    clampScore,
    '[lower, upper]',
  );
  // Without a default both are required: NaN is no finite number.
  if (flat !== undefined) resolveOptions('stabilizer.flat', flat, { threshold: NaN, score: NaN });
  const [lowest, highest] = clampScore;
  const neverNegative = score === 'squared' && varianceFloor >= 0 && product >= 0 && numerator >= 0;
  // A lower clamp that can never act costs a pass over the map.
  return { ...resolved, clampScore: [neverNegative && lowest <= 0 ? -Infinity : lowest, highest] };
}
