/**
 * One evaluation, as the host writes it into memory: float64 fields in this order. Pointers are byte addresses, 0 where
 * there is nothing. `W` voxels of a row are held as `halfWidth = ⌈W / 2⌉` records whose lanes are x and W − 1 − x.
 */
@unmanaged
export class Job {
  // What is evaluated: groups of channels that share one window, each cut into slabs of planes.
  depth: f64;
  height: f64;
  width: f64;
  channels: f64;
  slabs: f64;
  // The window: extents, and weights per axis (float64) for the direct sums.
  windowDepth: f64;
  windowHeight: f64;
  windowWidth: f64;
  weightsDepth: f64;
  weightsHeight: f64;
  weightsWidth: f64;
  /** 1: every weight is 1, and the sums run along the axes. */
  running: f64;
  /** 1: the score needs `scoreGeneral`. */
  general: f64;
  /** 1: of the stabilizer only ε, the variance floor and the upper clamp act. */
  plain: f64;
  // Images, float32. `centers`: two float64 per channel, moving and fixed, each exact in float32.
  moving: f64;
  fixed: f64;
  momentMask: f64;
  scoreWeight: f64;
  upstreamMap: f64;
  centers: f64;
  // Results: float32 volumes, and per group and plane four float64 (see `storePlaneSums`).
  gradientMoving: f64;
  gradientFixed: f64;
  map: f64;
  planeSums: f64;
  // N: constant, or per voxel as a product of counts per axis (float64; those of x as records).
  samples: f64;
  countsVary: f64;
  countsDepth: f64;
  countsHeight: f64;
  countsWidth: f64;
  /** 1: images are centered and zeros outside count as samples, so that sums near the border are corrected. */
  correctBorder: f64;
  /** 1: only windows inside the image are scored. */
  interiorOnly: f64;
  /** 1: C and V are divided by N. Where N is constant the host scales the constants below instead. */
  unitMean: f64;
  // The score: 0 squared, 1 signed, 2 absolute.
  score: f64;
  covarianceFloor: f64;
  varianceFloor: f64;
  varianceAdd: f64;
  product: f64;
  numerator: f64;
  rootAdd: f64;
  clampLow: f64;
  clampHigh: f64;
  /** −∞ where there is no gate. */
  flatThreshold: f64;
  flatScore: f64;
  dropPerfect: f64;
  /** Map: 0 −ws, 1 one − ws, 2 ws. */
  form: f64;
  /** 1: the 1 of `one − ws` is not weighted by the mask. */
  oneUnweighted: f64;
  /** Factor of the finished gradients. */
  scale: f64;
}
