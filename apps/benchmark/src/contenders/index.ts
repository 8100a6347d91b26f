import type { Contender } from './contender.ts';
import { onnxruntimeAuto } from './onnxruntime-auto.ts';
import { onnxruntimeCoarse } from './onnxruntime-auto-coarse.ts';
import { onnxruntimeBanded } from './onnxruntime-banded.ts';
import { onnxruntimeGrouped } from './onnxruntime-grouped.ts';
import { onnxruntimePooled } from './onnxruntime-pooled.ts';
import { onnxruntimeSeparable } from './onnxruntime-separable.ts';
import { onnxruntimeSequential } from './onnxruntime-sequential.ts';
import { tfjsCpuBanded } from './tfjs-cpu-banded.ts';
import { tfjsCpuFused } from './tfjs-cpu-fused.ts';
import { tfjsCpuSeparable } from './tfjs-cpu-separable.ts';
import { tfjsCpuSequential } from './tfjs-cpu-sequential.ts';
import { tfjsNodeAuto } from './tfjs-node-auto.ts';
import { tfjsNodeBanded } from './tfjs-node-banded.ts';
import { tfjsNodeFused } from './tfjs-node-fused.ts';
import { tfjsNodeGrouped } from './tfjs-node-grouped.ts';
import { tfjsNodeSeparable } from './tfjs-node-separable.ts';
import { tfjsNodeSequential } from './tfjs-node-sequential.ts';
import { tfjsWasmBanded } from './tfjs-wasm-banded.ts';
import { tfjsWasmFused } from './tfjs-wasm-fused.ts';
import { tfjsWasmSeparable } from './tfjs-wasm-separable.ts';
import { tfjsWasmSequential } from './tfjs-wasm-sequential.ts';
import { wasmFused } from './wasm-fused.ts';
import { wasmFusedCopied } from './wasm-fused-copied.ts';
import { webgpuFused } from './webgpu-fused.ts';

/** Everything the benchmark compares, in the order of its tables. Rows are compared with the one `baselineOf` names. */
export const contenders: readonly Contender[] = [
  onnxruntimeSequential,
  onnxruntimeGrouped,
  onnxruntimeSeparable,
  onnxruntimePooled,
  onnxruntimeBanded,
  onnxruntimeAuto,
  onnxruntimeCoarse,
  wasmFused,
  wasmFusedCopied,
  webgpuFused,
  tfjsNodeSequential,
  tfjsNodeGrouped,
  tfjsNodeSeparable,
  tfjsNodeBanded,
  tfjsNodeFused,
  tfjsNodeAuto,
  tfjsCpuSequential,
  tfjsCpuSeparable,
  tfjsCpuBanded,
  tfjsCpuFused,
  tfjsWasmSequential,
  tfjsWasmSeparable,
  tfjsWasmBanded,
  tfjsWasmFused,
];
