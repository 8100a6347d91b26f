import { UnsupportedOptionError } from '@fast-lncc/core';
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
  type TrainingOptions,
  type TrainingPair,
} from '@fast-lncc/networks/training';
import * as tf from '@tensorflow/tfjs-core';
import type { TfjsAlgorithm } from '../options.ts';
import { updated, updateVariable } from './amsgrad-update.ts';
import { createSimilarity } from './similarity.ts';
import { createTrainedState, readNamed } from './trained-state.ts';
import { useTrainingBackend } from './training-backend.ts';
import { createTrainingPasses, readLosses } from './training-passes.ts';

/** Options of {@link createTrainer}. */
export interface TrainerOptions extends TrainingOptions {
  /** Default `auto`: what the loss takes on this backend. */
  readonly algorithm?: TfjsAlgorithm | 'auto';
  /** Made the active one. Default: the one that is. */
  readonly backend?: string;
}

/**
 * Trains a registration network on a backend of TensorFlow.js: `loss = LNCC(warped, fixed) + smoothnessWeight · smoothness`,
 * differentiated by TensorFlow.js through steps that bring their own exact gradients, so that none has to be registered.
 * Weights and moments are variables, which `dispose` frees. Weights and states have the authors' layout, so that they go
 * from one engine to another.
 *
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, MissingRuntimeError, InsufficientMemoryError before
 * any work starts.
 */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const training = resolveTraining(options);
  const { network, size, optimizer, layout } = training;
  const backend = await useTrainingBackend(options.backend);
  assertTrainingMemory(options, 'tfjs', backend.availableMemory());
  const similarity = createSimilarity(training, options.algorithm ?? 'auto');
  const state = createTrainedState(training);
  const passes = createTrainingPasses(training, similarity, state.variables);
  const inTurn = createQueue();
  let stepsDone = 0;
  let open = true;

  const assertUsable = () => {
    if (!open) throw new UnsupportedOptionError('This trainer has been disposed; create another one.');
    backend.assertActive();
  };
  const checkPair = (pair: TrainingPair) => {
    assertUsable();
    assertPair(pair, size);
  };
  const turn = <Result>(task: () => Promise<Result>) =>
    inTurn(async () => {
      assertUsable();
      return task();
    });
  const stepWith = (pair: TrainingPair, learningRate: number, update: typeof updateVariable) => {
    const { scalars, gradients } = passes.differentiate(pair, training.dropPathScales?.(stepsDone + 1));
    const factors = stepFactors(optimizer, stepsDone + 1, learningRate);
    state.variables.forEach((variable, index) => {
      const gradient = gradients[index] as tf.Tensor;
      update(variable, state.moments[index] ?? [], gradient, optimizer, factors);
      gradient.dispose();
    });
    return readLosses(scalars);
  };
  const dispose = async () => {
    if (!open) return;
    open = false;
    await inTurn(async () => state.dispose());
  };

  return {
    settings: describeSettings(training),
    async step({ learningRate = optimizer.learningRate, ...pair }) {
      checkPair(pair);
      assertLearningRate(learningRate);
      return turn(async () => {
        const losses = stepWith(pair, learningRate, updateVariable);
        stepsDone++;
        return losses;
      });
    },
    async rehearse(pair) {
      checkPair(pair);
      return turn(() => stepWith(pair, optimizer.learningRate, (...given) => tf.dispose(updated(...given))));
    },
    async evaluate(pair) {
      checkPair(pair);
      return turn(() => passes.evaluate(pair));
    },
    async gradients(pair) {
      checkPair(pair);
      return turn(async () => {
        const { scalars, gradients } = passes.differentiate(pair);
        const [named] = await Promise.all([readNamed(layout, gradients), readLosses(scalars)]);
        for (const gradient of gradients) gradient.dispose();
        return named;
      });
    },
    weights: () => turn(() => readNamed(layout, state.variables)),
    state: () =>
      turn(async () => ({
        network: network.name,
        size: [...size],
        optimizer: optimizer.name,
        step: stepsDone,
        ...(await state.read()),
      })),
    restore: async (given) => {
      assertUsable();
      assertState(given, training);
      return turn(async () => {
        const moments = momentNames(optimizer).map((name) => given.moments[name] as Float32Array);
        state.write(given.parameters, moments);
        stepsDone = given.step;
      });
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
