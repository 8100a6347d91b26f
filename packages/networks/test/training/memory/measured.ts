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
 * and runs differ by up to 15 %. 160×192×224 is the README's whole process of tfjs-node without what it held before.
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
  { engine: 'onnxruntime', network: 'tmTiny', size: [64, 96, 96], mebibytes: 553 },
  { engine: 'onnxruntime', network: 'tmSmall', size: [96, 96, 128], mebibytes: 2234 },
  { engine: 'onnxruntime', network: 'tm', size: [64, 96, 128], mebibytes: 3539 },
  { engine: 'tfjs', network: 'vm1', size: [64, 80, 96], mebibytes: 420 },
  { engine: 'tfjs', network: 'vm1', size: [80, 96, 112], mebibytes: 644 },
  { engine: 'tfjs', network: 'vm1', size: [96, 112, 128], mebibytes: 1182 },
  { engine: 'tfjs', network: 'vm1', size: [160, 192, 224], mebibytes: 5220 },
  { engine: 'tfjs', network: 'vm1', differentiation: 'automatic', size: [80, 96, 112], mebibytes: 896 },
  { engine: 'tfjs', network: 'vm2', size: [64, 80, 96], mebibytes: 357 },
  { engine: 'tfjs', network: 'vm2', size: [80, 96, 112], mebibytes: 662 },
  { engine: 'tfjs', network: 'vm2', size: [96, 112, 128], mebibytes: 1289 },
];
