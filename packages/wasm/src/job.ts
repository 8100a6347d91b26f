/** The fields of one evaluation, float64 each, in the order the kernel reads them. */
export const jobFields = [
  'depth',
  'height',
  'width',
  'channels',
  'slabs',
  'windowDepth',
  'windowHeight',
  'windowWidth',
  'weightsDepth',
  'weightsHeight',
  'weightsWidth',
  'running',
  'general',
  'plain',
  'moving',
  'fixed',
  'momentMask',
  'scoreWeight',
  'upstreamMap',
  'centers',
  'gradientMoving',
  'gradientFixed',
  'map',
  'planeSums',
  'samples',
  'countsVary',
  'countsDepth',
  'countsHeight',
  'countsWidth',
  'correctBorder',
  'interiorOnly',
  'unitMean',
  'score',
  'covarianceFloor',
  'varianceFloor',
  'varianceAdd',
  'product',
  'numerator',
  'rootAdd',
  'clampLow',
  'clampHigh',
  'flatThreshold',
  'flatScore',
  'dropPerfect',
  'form',
  'oneUnweighted',
  'scale',
] as const;

/** One evaluation, as the kernel takes it: addresses are bytes, 0 for none; flags are 0 or 1. */
export type Job = Record<(typeof jobFields)[number], number>;

export const jobBytes = 8 * jobFields.length;

/** Writes a job into memory. */
export function writeJob(buffer: ArrayBufferLike, address: number, job: Job): void {
  const values = new Float64Array(buffer, address, jobFields.length);
  jobFields.forEach((field, index) => {
    values[index] = job[field];
  });
}
