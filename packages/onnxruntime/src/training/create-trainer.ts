import {
  assertLength,
  formatShape,
  type LnccDefinition,
  oneOf,
  presets,
  resolveDefinition,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import { initialWeights, type Network } from '@fast-lncc/networks';
import type { Tensor } from 'onnxruntime-common';
import { type AlgorithmChoice, chooseAlgorithm } from '../choose-algorithm.ts';
import { assertExecution } from '../probe-provider.ts';
import { mainProvider, type OrtModule, pickSession, type SessionExecution, sessionOptions } from '../runtime.ts';
import { createSessionPool } from '../session-pool.ts';
import { flatten, unflatten } from './flat-parameters.ts';
import { assertLearningRate, momentNames, type OptimizerOptions, resolveOptimizer, stepFactors } from './optimizer.ts';
import { createStateVectors } from './state-vectors.ts';
import type { Trainer, TrainerState, TrainingLoss, TrainingPair } from './trainer.ts';
import { buildTrainingModel, planLayout, type TrainingModel, type TrainingPlan } from './training-models.ts';

/** Options of {@link createTrainer}. */
export interface TrainerOptions extends SessionExecution {
  /** `onnxruntime-node` or `onnxruntime-web`, as imported. */
  readonly ort: OrtModule;
  readonly network: Network;
  /** `[D, H, W]` */
  readonly shape: readonly number[];
  /** Default: the preset `fastlncc`, the loss the authors train with. */
  readonly definition?: LnccDefinition;
  /** Default `auto`. */
  readonly algorithm?: AlgorithmChoice;
  /** Default `analytic`; `automatic` is how the authors ran Algorithms 1 and 2. */
  readonly differentiation?: 'analytic' | 'automatic';
  readonly optimizer?: OptimizerOptions;
  /** Default: the network's own. */
  readonly smoothnessWeight?: number;
  /** By the authors' parameter names. Default: drawn with `seed`. */
  readonly weights?: Readonly<Record<string, Float32Array>>;
  /** Seed of the initial weights. Default 1. */
  readonly seed?: number;
}

/**
 * Trains a registration network on ONNX Runtime: forward, reverse mode and optimizer are ONE graph, so a training step is
 * one session run. `loss = LNCC(warped, fixed) + smoothnessWeight · smoothness`.
 *
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, MissingRuntimeError before any work starts.
 */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const { ort, network, shape, definition = presets.fastlncc, differentiation = 'analytic', seed = 1 } = options;
  const session = pickSession(options);
  const provider = mainProvider(session);
  // The network's own complaint about a size comes before the window's.
  network.parameters(shape);
  const resolved = resolveDefinition(definition, [1, 1, ...shape]);
  if (resolved.reduction === 'none') {
    throw new UnsupportedOptionError(
      "Training needs one number as its loss, but reduction is 'none'; use 'mean' or 'sum'.",
    );
  }
  oneOf('differentiation', differentiation, ['analytic', 'automatic']);
  const algorithm = chooseAlgorithm(options.algorithm ?? 'auto', resolved, provider);
  const smoothnessWeight = options.smoothnessWeight ?? network.smoothnessWeight;
  if (!(smoothnessWeight >= 0 && smoothnessWeight < Number.POSITIVE_INFINITY)) {
    throw new UnsupportedOptionError(`smoothnessWeight is ${smoothnessWeight}; it must be finite and not negative.`);
  }
  const optimizer = resolveOptimizer(options.optimizer);
  const plan: TrainingPlan = {
    network,
    size: [...shape],
    definition,
    execution: { algorithm, differentiation, provider },
    smoothnessWeight,
    optimizer,
  };
  const layout = planLayout(plan);
  const parameters = flatten(layout, options.weights ?? initialWeights(network, shape, seed));
  const moments = momentNames(optimizer);
  let stepsDone = 0;
  await assertExecution(ort, session);
  // CUDA has no outputs on the device in JavaScript; WebGPU has.
  const onDevice = provider === 'webgpu' ? ['parameters', ...moments].map((name) => `${name}_next`) : [];
  const pool = createSessionPool((model, key) =>
    ort.InferenceSession.create(model, sessionOptions(session, key === 'step' ? onDevice : [])),
  );
  const vectors = createStateVectors(ort, pool, {
    parameters,
    ...Object.fromEntries(moments.map((name) => [name, new Float32Array(layout.length)])),
  });

  const tensor = (data: Float32Array, dimensions: readonly number[]) =>
    new ort.Tensor('float32', data, [...dimensions]);
  const inTurn = createQueue();
  const run = (model: TrainingModel, { moving, fixed }: TrainingPair, factors: Record<string, Tensor> = {}) =>
    pool.run(model, () => buildTrainingModel(plan, model), {
      moving: tensor(moving, [1, 1, ...shape]),
      fixed: tensor(fixed, [1, 1, ...shape]),
      ...vectors.tensors,
      ...factors,
    });
  const read = async (name: string) => {
    pool.assertOpen();
    return vectors.read(name);
  };
  const checkPair = ({ moving, fixed }: TrainingPair) => {
    pool.assertOpen();
    assertLength('moving', moving.length, shape);
    assertLength('fixed', fixed.length, shape);
  };

  return {
    async step({ learningRate = optimizer.learningRate, ...pair }) {
      checkPair(pair);
      assertLearningRate(learningRate);
      return inTurn(async () => {
        const { stepSize, rootFactor } = stepFactors(optimizer, stepsDone + 1, learningRate);
        const outputs = await run('step', pair, {
          stepSize: tensor(Float32Array.of(stepSize), []),
          rootFactor: tensor(Float32Array.of(rootFactor), []),
        });
        vectors.advance(outputs);
        stepsDone++;
        return losses(outputs);
      });
    },
    async evaluate(pair) {
      checkPair(pair);
      return inTurn(async () => {
        const outputs = await run('evaluate', pair);
        return { ...losses(outputs), displacement: floats(outputs, 'displacement'), warped: floats(outputs, 'warped') };
      });
    },
    async gradients(pair) {
      checkPair(pair);
      return inTurn(async () => unflatten(layout, floats(await run('gradients', pair), 'gradient')));
    },
    weights: () => inTurn(async () => unflatten(layout, await read('parameters'))),
    state: () =>
      inTurn(async () => {
        const saved: Record<string, Float32Array> = {};
        for (const name of moments) saved[name] = (await read(name)).slice();
        return {
          network: network.name,
          size: [...shape],
          optimizer: optimizer.name,
          step: stepsDone,
          parameters: (await read('parameters')).slice(),
          moments: saved,
        };
      }),
    restore: async (state) => {
      pool.assertOpen();
      assertState(state);
      return inTurn(async () => {
        vectors.write({
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
      vectors.dispose();
      await pool.dispose();
    });
  }

  function assertState(state: TrainerState): void {
    if (
      state.network !== network.name ||
      state.optimizer !== optimizer.name ||
      formatShape(state.size) !== formatShape(shape)
    ) {
      throw new ShapeMismatchError(
        `The state is of ${state.network} with ${state.optimizer} at ${formatShape(state.size)}, ` +
          `but this trainer has ${network.name} with ${optimizer.name} at ${formatShape(shape)}.`,
      );
    }
    assertLength('parameters', state.parameters.length, [layout.length]);
    for (const name of moments) {
      const moment = state.moments[name];
      if (moment === undefined) throw new ShapeMismatchError(`The state has no '${name}'.`);
      assertLength(name, moment.length, [layout.length]);
    }
    if (!Number.isInteger(state.step) || state.step < 0) {
      throw new UnsupportedOptionError(`The state's step is ${state.step}; it must be a whole number.`);
    }
  }
}

function floats(outputs: Record<string, Tensor>, name: string): Float32Array {
  return (outputs[name] as Tensor).data as Float32Array;
}

function losses(outputs: Record<string, Tensor>): TrainingLoss {
  const scalar = (name: string) => floats(outputs, name)[0] as number;
  return { loss: scalar('loss'), similarity: scalar('similarity'), smoothness: scalar('smoothness') };
}

/** Runs tasks one after the other; a failed one does not stop those behind it. */
function createQueue(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task, task);
    last = result.catch(() => undefined);
    return result;
  };
}
