export type { BackendDriver, EvaluatorRequest, ImageArray, Runner } from './contract.ts';
export type { ImagePair, PairKind } from './images.ts';
export { ellipsoid, imagePairs, noise, randomNumbers, texture } from './images.ts';
export { referenceDriver } from './reference-driver.ts';
export type { AlgorithmReport, ConformanceReport } from './report.ts';
export type { ConformanceOptions } from './suite.ts';
export { runConformance } from './suite.ts';
