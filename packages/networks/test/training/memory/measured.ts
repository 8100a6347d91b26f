import type { MeasuredEngine } from '../../../src/training/index.ts';

/** Peak resident memory of a process that trained two steps, in MiB beyond what it held before the first one. */
export interface Measured {
  readonly engine: MeasuredEngine;
  readonly network: 'vm1' | 'vm2' | 'lku4' | 'lku8' | 'tmTiny' | 'tmSmall' | 'tm';
  readonly diffeomorphic?: true;
  readonly differentiation?: 'automatic';
  readonly size: readonly [number, number, number];
  readonly mebibytes: number;
}

/**
 * One machine of two shared cores, Node 20.20, onnxruntime-node 1.30, tfjs-node 4.22 on TensorFlow 2.21; each once,
 * and runs differ by up to 15 %. 160×192×224 is the README's whole process without what it held before. ONNX Runtime's arena
 * grows by large blocks, so that TransMorph takes as much at 96×96×96 as at 64×96×128.
 */
export const measured: readonly Measured[] = [
  { engine: 'onnxruntime', network: 'vm1', size: [64, 80, 96], mebibytes: 458 },
  { engine: 'onnxruntime', network: 'vm1', size: [80, 96, 112], mebibytes: 765 },
  { engine: 'onnxruntime', network: 'vm1', size: [96, 112, 128], mebibytes: 1201 },
  { engine: 'onnxruntime', network: 'vm2', size: [64, 80, 96], mebibytes: 437 },
  { engine: 'onnxruntime', network: 'vm2', size: [80, 96, 112], mebibytes: 729 },
  { engine: 'onnxruntime', network: 'vm2', size: [96, 112, 128], mebibytes: 1349 },
  { engine: 'onnxruntime', network: 'lku4', size: [80, 96, 112], mebibytes: 629 },
  { engine: 'onnxruntime', network: 'lku4', size: [96, 112, 128], mebibytes: 954 },
  { engine: 'onnxruntime', network: 'lku8', size: [64, 80, 96], mebibytes: 725 },
  { engine: 'onnxruntime', network: 'lku8', size: [80, 96, 112], mebibytes: 1112 },
  { engine: 'onnxruntime', network: 'lku8', size: [96, 112, 128], mebibytes: 1778 },
  { engine: 'onnxruntime', network: 'lku8', diffeomorphic: true, size: [80, 96, 112], mebibytes: 1462 },
  { engine: 'onnxruntime', network: 'tmTiny', size: [64, 96, 96], mebibytes: 552 },
  { engine: 'onnxruntime', network: 'tmSmall', size: [96, 96, 128], mebibytes: 2136 },
  { engine: 'onnxruntime', network: 'tm', size: [64, 96, 96], mebibytes: 2641 },
  { engine: 'onnxruntime', network: 'tm', size: [96, 96, 96], mebibytes: 4073 },
  { engine: 'onnxruntime', network: 'tm', size: [64, 96, 128], mebibytes: 4093 },
  { engine: 'onnxruntime', network: 'tm', size: [160, 192, 224], mebibytes: 21220 },
  { engine: 'tfjs', network: 'vm1', size: [64, 80, 96], mebibytes: 420 },
  { engine: 'tfjs', network: 'vm1', size: [80, 96, 112], mebibytes: 644 },
  { engine: 'tfjs', network: 'vm1', size: [96, 112, 128], mebibytes: 1182 },
  { engine: 'tfjs', network: 'vm1', size: [160, 192, 224], mebibytes: 5220 },
  { engine: 'tfjs', network: 'vm1', differentiation: 'automatic', size: [80, 96, 112], mebibytes: 896 },
  { engine: 'tfjs', network: 'vm2', size: [64, 80, 96], mebibytes: 357 },
  { engine: 'tfjs', network: 'vm2', size: [80, 96, 112], mebibytes: 662 },
  { engine: 'tfjs', network: 'vm2', size: [96, 112, 128], mebibytes: 1289 },
  { engine: 'tfjs', network: 'lku4', size: [80, 96, 112], mebibytes: 481 },
  { engine: 'tfjs', network: 'lku8', size: [80, 96, 112], mebibytes: 902 },
  { engine: 'tfjs', network: 'tmTiny', size: [64, 96, 96], mebibytes: 414 },
  { engine: 'tfjs', network: 'tmSmall', size: [96, 96, 128], mebibytes: 1528 },
  { engine: 'tfjs', network: 'tm', size: [64, 96, 96], mebibytes: 2354 },
  { engine: 'tfjs', network: 'tm', size: [64, 96, 128], mebibytes: 2563 },
];
