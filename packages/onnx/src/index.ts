export type { AttributeValue } from './attributes.ts';
export { type CheckpointInputs, checkpoint } from './checkpoint.ts';
export { unbroadcast } from './differentiable/unbroadcast.ts';
export * as differentiable from './differentiable.ts';
export type { Edge, ElementType } from './edge.ts';
export { createGraph, type EdgeSpecification, type Graph, type GraphOptions } from './graph.ts';
export { GraphError } from './graph-error.ts';
export { cast, equal, greater, select } from './operators/comparison.ts';
export {
  absolute,
  add,
  clip,
  divide,
  errorFunction,
  exponential,
  floor,
  leakyRelu,
  maximum,
  minimum,
  multiply,
  negate,
  power,
  reciprocal,
  scale,
  shift,
  sign,
  square,
  squareRoot,
  subtract,
} from './operators/elementwise.ts';
export type { Operand } from './operators/emit.ts';
export { gather, scatterAdd } from './operators/indexing.ts';
export {
  type AveragePoolOptions,
  averagePool,
  type ConvolutionOptions,
  convolution,
  matMul,
} from './operators/linear.ts';
export { concat, pad, slice, split } from './operators/pieces.ts';
export { reduceMax, reduceMean, reduceSum, reduceSumSquare } from './operators/reduction.ts';
export { expand, identity, reshape, transpose } from './operators/shape.ts';
export { softmax } from './operators/softmax.ts';
export type { WindowPlacement } from './operators/window-placement.ts';
export { createTape, type Give, type Tape } from './tape.ts';
export type { TensorData } from './tensor-data.ts';
export { wait } from './wait.ts';
