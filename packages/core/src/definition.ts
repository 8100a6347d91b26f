/** Shape of one family of window weights; see {@link KernelOptions} for the parameters. */
export type KernelShape = 'box' | 'triangular' | 'gaussian';

/**
 * Window weights of a family.
 *
 * - `box`: ones.
 * - `triangular`: `1, 2, …, h, …, 2, 1` with `h = (extent + 1) / 2`.
 * - `gaussian`: `exp(−x² / 2σ²)` cut at the extent.
 */
export interface KernelOptions {
  readonly shape: KernelShape;
  /** Standard deviation of `gaussian` in voxels, one number or one per axis. Default: extent / 3 (MONAI's choice). */
  readonly sigma?: number | readonly number[];
  /** Divide the weights of every axis by their sum. With unit `mean` this changes rounding only. Default false. */
  readonly normalize?: boolean;
  /**
   * `triangular` only: build the triangle from two boxes of the largest ODD width not above `(extent + 1) / 2`,
   * each scaled to sum 1, and pad with zeros to the extent (MONAI, FireANTs). Default false.
   */
  readonly oddBoxes?: boolean;
  /**
   * How the library stores its weights. `float32`: those of every axis, their products and the total are rounded to
   * float32 · `denseFloat32`: only the products are, and the total (TransMorph-affine). No separable window has exactly
   * these weights: dense algorithms and the reference use them, separable ones the factors they are the products of.
   * Default `float64`.
   */
  readonly precision?: 'float64' | 'float32' | 'denseFloat32';
}

/** Explicit weights, one symmetric non-negative list of odd length per spatial axis. */
export interface KernelFactors {
  readonly factors: readonly (readonly number[])[];
}

/** What a window weighs its voxels with. */
export type Kernel = KernelShape | KernelOptions | KernelFactors;

/**
 * Constants that keep the score finite and in range. With `C`, `V_I`, `V_J` the windowed covariance and variances:
 *
 *     Ĉ = max(C, covarianceFloor)
 *     P = max(V_I, varianceFloor) + varianceAdd        Q likewise from V_J
 *     D = P·Q + product
 *     squared: s = (Ĉ² + numerator) / D
 *     signed:  s = (Ĉ + numerator) / (√D + rootAdd)      absolute: |signed|
 */
export interface Stabilizer {
  readonly covarianceFloor?: number;
  readonly varianceFloor?: number;
  readonly varianceAdd?: number;
  readonly product?: number;
  readonly numerator?: number;
  /** Added to `√D`, for `signed` and `absolute` (FireANTs). */
  readonly rootAdd?: number;
  /** Closed range the score is clamped to; the gradient is 0 where the clamp acts. Either end may be infinite. */
  readonly clampScore?: readonly [number, number];
  /** Windows with `P·Q <= threshold` get `score` and no gradient (dipy: 0, ITK: 1). */
  readonly flat?: { readonly threshold: number; readonly score: number };
  /** Scores of 1 or more count as 0, with no gradient (dipy). */
  readonly dropPerfect?: boolean;
}

/** How a mask `m >= 0` of the images' shape enters. */
export interface MaskUse {
  /** Weigh the moments: `m, mI, mJ, mI², mJ², mIJ`, and `N = B[m]`. Needs border `count`. Default false. */
  readonly moments?: boolean;
  /**
   * `weighted`: `Σ m s / Σ m` (default) · `multiplied`: mean over all voxels of `m s` (ICON) ·
   * `dropWindows`: windows that touch a voxel with `m <= 0` are left out (airlab) · `none`: the mask weighs moments only.
   */
  readonly score?: 'weighted' | 'multiplied' | 'dropWindows' | 'none';
}

/**
 * The mathematics of one LNCC loss. It holds no data and says nothing about execution, so it can be frozen, compared
 * and shared; a preset is such an object. Everything absent has the value of the preset `standard`.
 */
export interface LnccDefinition {
  /** Odd window extent in voxels, one number for all axes or one per spatial axis. Default 9. */
  readonly window?: number | readonly number[];
  /** Window weights. Default `box`. */
  readonly kernel?: Kernel;
  /** The number N the sums are divided by, where a library does not use the sum of the weights. */
  readonly total?: number;
  /**
   * `zero`: zeros outside the image are samples, N everywhere · `count`: N(x) is the weight inside the image ·
   * `valid`: only windows that fit are scored. Default `zero`.
   */
  readonly border?: 'zero' | 'count' | 'valid';
  /** `mean` divides C, V_I and V_J by N before the stabilizer. Default `sum`. */
  readonly unit?: 'sum' | 'mean';
  readonly stabilizer?: Stabilizer;
  /** Default `squared`. */
  readonly score?: 'squared' | 'signed' | 'absolute';
  /** `together`: the window spans all channels (VoxelMorph-TF). Default `separate`. */
  readonly channels?: 'separate' | 'together';
  /**
   * A constant subtracted from the moving and the fixed image before the moments, with the border corrected in closed
   * form: the same loss in exact arithmetic, and the cure for cancellation in float32. `auto` takes 0 for an image with a
   * zero background and its mean otherwise, per sample and channel, without reading back. Default `auto`.
   */
  readonly center?: 'none' | 'auto' | readonly [number, number];
  readonly mask?: MaskUse;
  /** Default `mean`. `none` gives the map. */
  readonly reduction?: 'mean' | 'sum' | 'none';
  /** `negative`: −s · `oneMinus`: 1 − s · `positive`: s. Default `negative`. */
  readonly form?: 'negative' | 'oneMinus' | 'positive';
}
