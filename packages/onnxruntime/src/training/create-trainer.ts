import {
  assertLearningRate,
  assertPair,
  assertState,
  createQueue,
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
import { mainProvider, type OrtModule, pickSession, type SessionExecution, sessionOptions } from '../runtime.ts';
import { createSessionPool } from '../session-pool.ts';
import { buildTrainingModel, type TrainingModel, type TrainingPlan } from './training-models.ts';

/** Options of {@link createTrainer}. */
export interface TrainerOptions extends SessionExecution, TrainingOptions {
  /** `onnxruntime-node` or `onnxruntime-web`, as imported. */
  readonly ort: OrtModule;
  /** Default `auto`. */
  readonly algorithm?: AlgorithmChoice;
}

/**
 * Trains a registration network on ONNX Runtime: forward, reverse mode and optimizer are ONE graph, so a training step is
 * one session run. `loss = LNCC(warped, fixed) + smoothnessWeight · smoothness`.
 *
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, MissingRuntimeError before any work starts.
 */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const { ort } = options;
  const session = pickSession(options);
  const provider = mainProvider(session);
  const training = resolveTraining(options);
  const { network, size: shape, definition, resolved, differentiation, smoothnessWeight, optimizer, layout } = training;
  const algorithm = chooseAlgorithm(options.algorithm ?? 'auto', resolved, provider);
  const plan: TrainingPlan = {
    network,
    size: shape,
    definition,
    execution: { algorithm, differentiation, provider },
    smoothnessWeight,
    optimizer,
  };
  let { parameters } = training;
  let moments: Record<string, Float32Array> = Object.fromEntries(
    momentNames(optimizer).map((name) => [name, new Float32Array(layout.length)]),
  );
  let stepsDone = 0;
  await assertExecution(ort, session);
  const pool = createSessionPool((model) => ort.InferenceSession.create(model, sessionOptions(session)));

  const tensor = (data: Float32Array, dimensions: readonly number[]) =>
    new ort.Tensor('float32', data, [...dimensions]);
  const inTurn = createQueue();
  const run = (model: TrainingModel, { moving, fixed }: TrainingPair, state: Record<string, Tensor> = {}) =>
    pool.run(model, () => buildTrainingModel(plan, model), {
      moving: tensor(moving, [1, 1, ...shape]),
      fixed: tensor(fixed, [1, 1, ...shape]),
      parameters: tensor(parameters, [layout.length]),
      ...state,
    });
  const checkPair = (pair: TrainingPair) => {
    pool.assertOpen();
    assertPair(pair, shape);
  };

  return {
    async step({ learningRate = optimizer.learningRate, ...pair }) {
      checkPair(pair);
      assertLearningRate(learningRate);
      return inTurn(async () => {
        const { stepSize, rootFactor } = stepFactors(optimizer, stepsDone + 1, learningRate);
        const outputs = await run('step', pair, {
          ...Object.fromEntries(Object.entries(moments).map(([name, data]) => [name, tensor(data, [layout.length])])),
          stepSize: tensor(Float32Array.of(stepSize), []),
          rootFactor: tensor(Float32Array.of(rootFactor), []),
        });
        parameters = floats(outputs, 'parameters_next');
        moments = Object.fromEntries(Object.keys(moments).map((name) => [name, floats(outputs, `${name}_next`)]));
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
    weights: () => inTurn(async () => unflatten(layout, parameters)),
    state: () =>
      inTurn(async () => ({
        network: network.name,
        size: [...shape],
        optimizer: optimizer.name,
        step: stepsDone,
        parameters: parameters.slice(),
        moments: Object.fromEntries(Object.entries(moments).map(([name, data]) => [name, data.slice()])),
      })),
    restore: async (state) => {
      assertState(state, training);
      return inTurn(async () => {
        parameters = state.parameters.slice();
        moments = Object.fromEntries(
          Object.keys(moments).map((name) => [name, (state.moments[name] as Float32Array).slice()]),
        );
        stepsDone = state.step;
      });
    },
    dispose: () => pool.dispose(),
    [Symbol.asyncDispose]: () => pool.dispose(),
  };
}

function floats(outputs: Record<string, Tensor>, name: string): Float32Array {
  return (outputs[name] as Tensor).data as Float32Array;
}

function losses(outputs: Record<string, Tensor>): TrainingLoss {
  const scalar = (name: string) => floats(outputs, name)[0] as number;
  return { loss: scalar('loss'), similarity: scalar('similarity'), smoothness: scalar('smoothness') };
}
