import { fromBinary } from '@bufbuild/protobuf';
import { presets } from '@fast-lncc/core';
import { lku4, tmTiny, vm1 } from '@fast-lncc/networks';
import { resolveOptimizer } from '@fast-lncc/networks/training';
import { ModelProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { algorithms } from '../../src/index.ts';
import { buildTrainingModel } from '../../src/training/training-models.ts';

/** Operators with float32 kernels of the CUDA provider, 3-D ones where there are several (ONNX Runtime's OperatorKernels.md). */
const withCudaKernels = new Set([
  ...['Abs', 'Add', 'AveragePool', 'Cast', 'Clip', 'Concat', 'Conv', 'Div', 'Equal', 'Erf', 'Exp', 'Expand', 'Floor'],
  ...['Gather', 'Greater', 'Identity', 'LeakyRelu', 'MatMul', 'Max', 'Min', 'Mul', 'Neg', 'Pad', 'Pow', 'Reciprocal'],
  ...['ReduceMax', 'ReduceMean', 'ReduceSum', 'ReduceSumSquare', 'Reshape', 'ScatterElements', 'Sign', 'Slice'],
  ...['Softmax', 'Split', 'Sqrt', 'Sub', 'Transpose', 'Where'],
]);

const networks = [
  { network: vm1, size: [16, 16, 16] },
  { network: lku4.diffeomorphic, size: [16, 16, 16] },
  { network: tmTiny, size: [32, 32, 32] },
];

describe.each(networks)('a training step of $network.name', ({ network, size }) => {
  test.each(algorithms)('with %s has only operators that CUDA has', (algorithm) => {
    for (const isFused of [false, true]) {
      const model = buildTrainingModel(
        {
          network,
          size,
          definition: presets.fastlncc,
          execution: { algorithm },
          smoothnessWeight: 1,
          optimizer: resolveOptimizer({ name: 'amsgrad' }),
          fusedUpsampling: isFused,
          recompute: isFused,
          hasDropPath: true,
          weightGradientForm: isFused ? 'convolution' : 'products',
        },
        'step',
      );
      const nodes = fromBinary(ModelProtoSchema, model).graph?.node ?? [];
      expect(nodes.length).toBeGreaterThan(300);
      expect([...new Set(nodes.map(({ opType }) => opType))].filter((name) => !withCudaKernels.has(name))).toEqual([]);
    }
  });
});
