export type {
  Kernel,
  KernelFactors,
  KernelOptions,
  KernelShape,
  LnccDefinition,
  MaskUse,
  Stabilizer,
} from './definition.ts';
export {
  InvalidDataError,
  InvalidWindowError,
  LnccError,
  MissingRuntimeError,
  ShapeMismatchError,
  StorageError,
  UnsupportedOptionError,
} from './errors.ts';
export type { Algorithm, LnccEvaluator, LnccRequest, LnccResult, PreparedFixed } from './evaluator.ts';
export { createKernelWindow } from './kernel.ts';
export { formatShape } from './messages.ts';
export { assertKnownKeys, oneOf } from './options.ts';
export * as presets from './presets/index.ts';
export type { FixedSums, Sums } from './program/moments.ts';
export type { Operations } from './program/operations.ts';
export type { GradientSet } from './program/per-image.ts';
export type { FixedState, Images, Residuals, Trace, UsedCenters } from './program/program.ts';
export { adjoint, forward, forwardFixed, restore } from './program/program.ts';
export type { Upstream } from './program/reduction.ts';
export type { ReferenceRequest, ReferenceResult } from './reference/evaluate-reference.ts';
export { assertMask, evaluateReference } from './reference/evaluate-reference.ts';
export type { ResolvedDefinition, ResolvedStabilizer } from './resolve.ts';
export { definitionKeys, resolveDefinition } from './resolve.ts';
export { assertLength, sizeOf, splitShape } from './shape.ts';
export type { SeparableField, Window } from './window.ts';
export {
  bandMatrix,
  countField,
  createWindow,
  denseWeights,
} from './window.ts';
