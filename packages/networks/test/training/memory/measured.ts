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
 * One machine of two shared cores, Node 20.20, onnxruntime-node 1.30, tfjs-node 4.22 on TensorFlow 2.21, two threads; runs
 * differ by up to 15 %, and the larger stands here. 160×192×224 is the README's whole process without what it held before.
 */
export const measured: readonly Measured[] = [
  { engine: 'onnxruntime', network: 'vm1', size: [64, 80, 96], mebibytes: 497 },
  { engine: 'onnxruntime', network: 'vm1', size: [80, 96, 112], mebibytes: 835 },
  { engine: 'onnxruntime', network: 'vm1', size: [96, 112, 128], mebibytes: 1333 },
  { engine: 'onnxruntime', network: 'vm1', size: [112, 128, 144], mebibytes: 1937 },
  { engine: 'onnxruntime', network: 'vm1', size: [160, 192, 224], mebibytes: 6380 },
  { engine: 'onnxruntime', network: 'vm1', differentiation: 'automatic', size: [80, 96, 112], mebibytes: 833 },
  { engine: 'onnxruntime', network: 'vm2', size: [64, 80, 96], mebibytes: 529 },
  { engine: 'onnxruntime', network: 'vm2', size: [80, 96, 112], mebibytes: 1001 },
  { engine: 'onnxruntime', network: 'vm2', size: [96, 112, 128], mebibytes: 1679 },
  { engine: 'onnxruntime', network: 'lku4', size: [64, 80, 96], mebibytes: 428 },
  { engine: 'onnxruntime', network: 'lku4', size: [80, 96, 112], mebibytes: 708 },
  { engine: 'onnxruntime', network: 'lku4', size: [96, 112, 128], mebibytes: 1148 },
  { engine: 'onnxruntime', network: 'lku8', size: [64, 80, 96], mebibytes: 805 },
  { engine: 'onnxruntime', network: 'lku8', size: [80, 96, 112], mebibytes: 1346 },
  { engine: 'onnxruntime', network: 'lku8', size: [96, 112, 128], mebibytes: 2084 },
  { engine: 'onnxruntime', network: 'lku8', size: [112, 128, 144], mebibytes: 3076 },
  { engine: 'onnxruntime', network: 'lku4', diffeomorphic: true, size: [80, 96, 112], mebibytes: 1000 },
  { engine: 'onnxruntime', network: 'lku4', diffeomorphic: true, size: [96, 112, 128], mebibytes: 1571 },
  { engine: 'onnxruntime', network: 'lku8', diffeomorphic: true, size: [80, 96, 112], mebibytes: 1653 },
  { engine: 'onnxruntime', network: 'tmTiny', size: [64, 96, 96], mebibytes: 626 },
  { engine: 'onnxruntime', network: 'tmTiny', size: [96, 96, 128], mebibytes: 1185 },
  { engine: 'onnxruntime', network: 'tmSmall', size: [96, 96, 128], mebibytes: 3603 },
  { engine: 'onnxruntime', network: 'tm', size: [64, 64, 96], mebibytes: 3285 },
  { engine: 'onnxruntime', network: 'tm', size: [64, 96, 128], mebibytes: 4763 },
  { engine: 'tfjs', network: 'vm1', size: [64, 80, 96], mebibytes: 420 },
  { engine: 'tfjs', network: 'vm1', size: [80, 96, 112], mebibytes: 644 },
  { engine: 'tfjs', network: 'vm1', size: [96, 112, 128], mebibytes: 1182 },
  { engine: 'tfjs', network: 'vm1', size: [160, 192, 224], mebibytes: 5220 },
  { engine: 'tfjs', network: 'vm1', differentiation: 'automatic', size: [80, 96, 112], mebibytes: 896 },
  { engine: 'tfjs', network: 'vm2', size: [64, 80, 96], mebibytes: 357 },
  { engine: 'tfjs', network: 'vm2', size: [80, 96, 112], mebibytes: 662 },
  { engine: 'tfjs', network: 'vm2', size: [96, 112, 128], mebibytes: 1289 },
];
