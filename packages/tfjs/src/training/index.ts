export { type ConvolutionOptions, convolution } from './convolution.ts';
export { squaredDifferences } from './squared-differences.ts';
export { tensorLayers } from './tensor-layers.ts';
export { upsampleNearest } from './upsample-nearest.ts';
export { warp } from './warp.ts';
