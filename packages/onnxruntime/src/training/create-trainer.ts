import { oneOf } from '@fast-lncc/core';
import {
  assertLearningRate,
  assertPair,
  assertState,
  assertTrainingMemory,
  createQueue,
  describeSettings,
  momentNames,
  resolveTraining,
  stepFactors,
  type Trainer,
  type TrainingLoss,
  type TrainingOptions,
  type TrainingPair,
  unflatten,
} from '@fast-lncc/networks/training';
import type { Tensor } from 'onnxruntime-common';
import { type AlgorithmChoice, chooseAlgorithm } from '../choose-algorithm.ts';
import { assertExecution } from '../probe-provider.ts';
import { mainProvider, type OrtModule, pickSession, type SessionExecution } from '../runtime.ts';
import { createSessionPool } from '../session-pool.ts';
import { hostMemoryOf } from './host-memory.ts';
import { buildTrainingModel, type TrainingModel, type TrainingPlan } from './training-models.ts';
import { updateInGraph } from './update-in-graph.ts';
import { updateOnProcessor } from './update-on-processor.ts';
import type { WeightGradientForm } from './weight-gradient.ts';

/** Options of {@link createTrainer}. */
export interface TrainerOptions extends SessionExecution, TrainingOptions {
  /** `onnxruntime-node` or `onnxruntime-web`, as imported. */
  readonly ort: OrtModule;
  /** Default `auto`. */
  readonly algorithm?: AlgorithmChoice;
  /**
   * How gradients of convolutions' weights are computed: by one `convolution` with a kernel as large as the image, or by
   * matrix `products`, one per tap. Default: `products` with CUDA, else `convolution`.
   */
  readonly weightGradientForm?: WeightGradientForm;
}

/**
 * Trains a registration network on ONNX Runtime: forward and reverse mode are ONE graph, so a training step is one session run.
 * Where outputs stay on the device (WebGPU), the optimizer is in it too; elsewhere it is one pass over the weights on the
 * processor, where they come and go with every run. `loss = LNCC(warped, fixed) + smoothnessWeight · smoothness`.
 *
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, MissingRuntimeError, InsufficientMemoryError before
 * any work starts.
 */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const { ort } = options;
  const session = pickSession(options);
  const provider = mainProvider(session);
  assertTrainingMemory(options, 'onnxruntime', hostMemoryOf(provider));
  // The initial weights are the update's from here on.
  const { parameters, ...training } = resolveTraining(options);
  const { network, size: shape, definition, resolved, differentiation, smoothnessWeight, optimizer, layout } = training;
  if (options.weightGradientForm) oneOf('weightGradientForm', options.weightGradientForm, ['convolution', 'products']);
  const algorithm = chooseAlgorithm(options.algorithm ?? 'auto', resolved, provider);
  const plan: TrainingPlan = {
    network,
    size: shape,
    definition,
    execution: { algorithm, differentiation, provider },
    smoothnessWeight,
    optimizer,
    fusedUpsampling: training.fusedUpsampling,
    recompute: training.recompute,
    ...(options.weightGradientForm && { weightGradientForm: options.weightGradientForm }),
    hasDropPath: training.dropPathScales !== undefined,
  };
  const moments = momentNames(optimizer);
  let stepsDone = 0;
  await assertExecution(ort, session);
  // CUDA has no outputs on the device in JavaScript; WebGPU has.
  const onDevice = provider === 'webgpu' ? ['parameters', ...moments].map((name) => `${name}_next`) : [];
  const pool = createSessionPool(ort, session, { step: onDevice });
  const vectors = {
    parameters,
    ...Object.fromEntries(moments.map((name) => [name, new Float32Array(layout.length)])),
  };
  const update =
    onDevice.length > 0
      ? updateInGraph(ort, pool, { optimizer, vectors })
      : updateOnProcessor(ort, plan.hasDropPath ? 'stepGradients' : 'gradients', { optimizer, vectors });

  const tensor = (data: Float32Array, dimensions: readonly number[]) =>
    new ort.Tensor('float32', data, [...dimensions]);
  const inTurn = createQueue();
  const run = (model: TrainingModel, { moving, fixed }: TrainingPair, feeds: Readonly<Record<string, Tensor>> = {}) =>
    pool.run(model, () => buildTrainingModel(plan, model), {
      moving: tensor(moving, [1, 1, ...shape]),
      fixed: tensor(fixed, [1, 1, ...shape]),
      parameters: update.parameters,
      ...feeds,
    });
  const runStep = async (pair: TrainingPair, learningRate: number) => {
    const factors = stepFactors(optimizer, stepsDone + 1, learningRate);
    const scales = training.dropPathScales?.(stepsDone + 1);
    const outputs = await run(update.model, pair, {
      ...(scales && { dropPathScales: tensor(scales, [scales.length]) }),
      ...update.stepFeeds(factors),
    });
    return { outputs, factors };
  };
  const read = async (name: string) => {
    pool.assertOpen();
    return update.read(name);
  };
  const checkPair = (pair: TrainingPair) => {
    pool.assertOpen();
    assertPair(pair, shape);
  };

  return {
    settings: describeSettings(training),
    async step({ learningRate = optimizer.learningRate, ...pair }) {
      checkPair(pair);
      assertLearningRate(learningRate);
      return inTurn(async () => {
        const { outputs, factors } = await runStep(pair, learningRate);
        update.apply(outputs, factors);
        stepsDone++;
        return losses(outputs);
      });
    },
    async rehearse(pair) {
      checkPair(pair);
      return inTurn(async () => {
        const { outputs } = await runStep(pair, optimizer.learningRate);
        update.discard(outputs);
        return losses(outputs);
      });
    },
    async evaluate(pair) {
      checkPair(pair);
      return inTurn(async () => {
        const outputs = await run('evaluate', pair);
        return {
          ...losses(outputs),
          displacement: floats(outputs, 'displacement'),
          warped: floats(outputs, 'warped'),
          ...(outputs.output && { output: floats(outputs, 'output') }),
        };
      });
    },
    async gradients(pair) {
      checkPair(pair);
      return inTurn(async () => unflatten(layout, floats(await run('gradients', pair), 'gradient')));
    },
    weights: () => inTurn(async () => unflatten(layout, await read('parameters'))),
    state: ({ copy = true } = {}) =>
      inTurn(async () => {
        const saved: Record<string, Float32Array> = {};
        for (const name of ['parameters', ...moments])
          saved[name] = copy ? (await read(name)).slice() : await read(name);
        const { parameters, ...savedMoments } = saved as { parameters: Float32Array };
        return {
          network: network.name,
          size: [...shape],
          optimizer: optimizer.name,
          step: stepsDone,
          parameters,
          moments: savedMoments,
        };
      }),
    restore: async (state) => {
      pool.assertOpen();
      assertState(state, training);
      return inTurn(async () => {
        update.write({
          parameters: state.parameters.slice(),
          ...Object.fromEntries(moments.map((name) => [name, (state.moments[name] as Float32Array).slice()])),
        });
        stepsDone = state.step;
      });
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };

  /** Takes its turn: what was asked for before is still carried out. */
  function dispose(): Promise<void> {
    return inTurn(async () => {
      update.dispose();
      await pool.dispose();
    });
  }
}

function floats(outputs: Record<string, Tensor>, name: string): Float32Array {
  return (outputs[name] as Tensor).data as Float32Array;
}

function losses(outputs: Record<string, Tensor>): TrainingLoss {
  const scalar = (name: string) => floats(outputs, name)[0] as number;
  return { loss: scalar('loss'), similarity: scalar('similarity'), smoothness: scalar('smoothness') };
}
