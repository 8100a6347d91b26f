import type { LnccDefinition } from '../definition.ts';

/**
 * Every call is marked pure and its definition is made inside a function, so that bundlers drop the presets that are
 * not used: a spread or a member access among the arguments would keep them.
 */
const freeze = <const Definition extends LnccDefinition>(define: () => Definition): Definition => {
  const definition = define();
  for (const part of Object.values(definition)) if (typeof part === 'object') Object.freeze(part);
  return Object.freeze(definition);
};

/**
 * The default: the paper's formula `−mean(C² / (V_I V_J + 1e-5))`, window 9, centered, V clamped at 0 and s to [0, 1].
 * On well-conditioned data it equals {@link fastlncc} to rounding; on ill-conditioned data it stays in its range.
 */
export const standard = /* @__PURE__ */ freeze(() => ({
  window: 9,
  kernel: 'box',
  border: 'zero',
  unit: 'sum',
  stabilizer: { product: 1e-5, varianceFloor: 0, clampScore: [0, 1] },
  score: 'squared',
  channels: 'separate',
  center: 'auto',
  reduction: 'mean',
  form: 'negative',
}));

/** FastLNCC (xi-jia/FastLNCC 95e8fbe4, `NCC`): `−mean(C² / (V_I V_J + 1e-5))`, box 9, zeros count as samples. */
export const fastlncc = /* @__PURE__ */ freeze(() => ({ window: 9, stabilizer: { product: 1e-5 }, center: 'none' }));

/** VoxelMorph, PyTorch (dev ca28315d, `NCC`; also its pull request 558 with cumulative sums): as {@link fastlncc}. */
export const voxelmorph = /* @__PURE__ */ freeze(() => ({ ...fastlncc }));

/** TransMorph (6357a1d7, `NCC` and `NCC_vxm`): as {@link voxelmorph}. */
export const transmorph = /* @__PURE__ */ freeze(() => ({ ...fastlncc }));

/**
 * VoxelMorph, TensorFlow (dev ca28315d, `NCC`): C, V_I and V_J floored at 1e-5, no product constant, and the window
 * spans the channels. Its `signed` form is `{ ...voxelmorphTf, score: 'signed', stabilizer: { ...voxelmorphTf.stabilizer, product: 1e-5 } }`.
 */
export const voxelmorphTf = /* @__PURE__ */ freeze(() => ({
  window: 9,
  stabilizer: { covarianceFloor: 1e-5, varianceFloor: 1e-5 },
  channels: 'together',
  center: 'none',
}));

/** TransMorph-affine (6357a1d7, `NCC_gauss`): gaussian σ 1.5 normalized, its products rounded to float32, means, `1 − (C² + 1e-5)/(V_I V_J + 1e-5)`. */
export const transmorphGaussian = /* @__PURE__ */ freeze(() => ({
  window: 9,
  kernel: { shape: 'gaussian', sigma: 1.5, normalize: true, precision: 'denseFloat32' },
  total: 1,
  stabilizer: { product: 1e-5, numerator: 1e-5 },
  center: 'none',
  form: 'oneMinus',
}));

/** neurite (0.3.4, `ncc`): the similarity itself, `+mean(C² / (V_I V_J + 1e-5))`. */
export const neurite = /* @__PURE__ */ freeze(() => ({
  window: 9,
  stabilizer: { product: 1e-5 },
  center: 'none',
  form: 'positive',
}));

/** MONAI (1.6.1, `LocalNormalizedCrossCorrelationLoss`, its default kernel size 3): variances floored at 1e-5, no numerator constant. */
export const monai = /* @__PURE__ */ freeze(() => ({ window: 3, stabilizer: { varianceFloor: 1e-5 }, center: 'none' }));

/** DeepReg (650a2f1a, `LocalNormalizedCrossCorrelationLoss`): variances floored at 0, 1e-5 in numerator and denominator. */
export const deepreg = /* @__PURE__ */ freeze(() => ({
  window: 9,
  stabilizer: { varianceFloor: 0, numerator: 1e-5, product: 1e-5 },
  center: 'none',
}));

/** torchreg (c272a06f, `NCC`): window 7, otherwise as {@link deepreg}. */
export const torchreg = /* @__PURE__ */ freeze(() => ({ ...deepreg, window: 7 }));

/** ICON (16a2c89c, `LNCC`): signed, gaussian of extent 4σ + 1, means, `1 − mean(C / √((V_I⁺ + 1e-5)(V_J⁺ + 1e-5)))`; σ 5 as its examples use. */
export const icon = /* @__PURE__ */ freeze(() => ({
  window: 21,
  kernel: { shape: 'gaussian', sigma: 5, normalize: true },
  unit: 'mean',
  stabilizer: { varianceFloor: 0, varianceAdd: 1e-5 },
  score: 'signed',
  center: 'none',
  mask: { score: 'multiplied' },
  form: 'oneMinus',
}));

/** ICON (16a2c89c, `SquaredLNCC`): {@link icon} with the squared score. */
export const iconSquared = /* @__PURE__ */ freeze(() => ({ ...icon, score: 'squared' }));

/** FireANTs (1.5.0, `LocalNormalizedCrossCorrelationLoss`, its default kernel size 3): means, floors and constants 1e-5, score clamped to [−1, 1]. */
export const fireants = /* @__PURE__ */ freeze(() => ({
  window: 3,
  unit: 'mean',
  stabilizer: { varianceFloor: 1e-5, numerator: 1e-5, product: 1e-5, clampScore: [-1, 1] },
  center: 'none',
}));

/**
 * airlab (1a715766, `LCC` with its box kernel, σ 4): windows that fit only, product constant 1e-10. Its box weight is
 * 1/N² where 1/N is meant; the total N² of the golden cases says so, this preset is the intended mean.
 */
export const airlab = /* @__PURE__ */ freeze(() => ({
  window: 9,
  border: 'valid',
  unit: 'mean',
  stabilizer: { product: 1e-10 },
  center: 'none',
  mask: { score: 'dropWindows' },
}));

/** fused-lncc (6648fedc): `1 − mean(min(C² / ((V_I + 1e-5)(V_J + 1e-5)), 1))`. */
export const fusedLncc = /* @__PURE__ */ freeze(() => ({
  window: 9,
  stabilizer: { varianceAdd: 1e-5, clampScore: [Number.NEGATIVE_INFINITY, 1] },
  center: 'none',
  form: 'oneMinus',
}));

/** LapIRN (c17fb756, `NCC`, one resolution): as {@link voxelmorph} with window 5. */
export const lapirn = /* @__PURE__ */ freeze(() => ({ ...fastlncc, window: 5 }));

/** NODEO (fb010664, `NCC`): `1 − mean(C² / (V_I V_J + 1e-5))`. */
export const nodeo = /* @__PURE__ */ freeze(() => ({ ...fastlncc, form: 'oneMinus' }));

/**
 * dipy (1.12.1, `CCMetric` energy, radius 4): the negative sum over windows that fit of `C² / (V_I V_J)`, 0 where
 * `V_I V_J <= 1e-5` or where the score is 1 or more. Its step is an approximation; the gradient here is exact.
 */
export const dipy = /* @__PURE__ */ freeze(() => ({
  window: 9,
  border: 'valid',
  stabilizer: { flat: { threshold: 1e-5, score: 0 }, dropPerfect: true },
  center: 'none',
  reduction: 'sum',
}));

/**
 * ITK (5.4, `ANTSNeighborhoodCorrelationImageToImageMetricv4`, radius 4): windows clipped at the border with their true
 * count, 1 where `|V_I V_J|` is below float64's epsilon. Its derivative is an approximation; the gradient here is exact.
 */
export const itk = /* @__PURE__ */ freeze(() => ({
  window: 9,
  border: 'count',
  stabilizer: { flat: { threshold: Number.EPSILON, score: 1 } },
  center: 'none',
}));
