import type { Trainer, TrainerState, TrainingPair } from '../../src/training/index.ts';

/** A step of {@link scriptedTrainer}, as it was asked for. */
export interface ScriptedStep {
  readonly moving: readonly number[];
  readonly fixed: readonly number[];
  readonly learningRate: number | undefined;
}

export interface ScriptedTrainer extends Trainer {
  readonly steps: ScriptedStep[];
}

export const size = [1, 2, 3];

/** Eight pairs, of which every voxel tells the pair and where it was. */
export const scriptedPair = (index: number): TrainingPair => ({
  moving: Float32Array.from({ length: 6 }, (_, voxel) => 10 * index + voxel),
  fixed: Float32Array.from({ length: 6 }, (_, voxel) => 10 * index + voxel + 0.5),
});

/**
 * A trainer without an engine. Its weights depend on every pair it has seen, on their order, on their flips and on the
 * learning rates, and its moment on all before.
 */
export function scriptedTrainer(settings: Readonly<Record<string, string>> = {}): ScriptedTrainer {
  let state: TrainerState = {
    network: 'scripted',
    size,
    optimizer: 'adam',
    step: 0,
    parameters: Float32Array.of(1, 2, 3, 4),
    moments: { firstMoment: new Float32Array(4), secondMoment: new Float32Array(4) },
  };
  const copyOf = ({ parameters, moments, ...rest }: TrainerState): TrainerState => ({
    ...rest,
    parameters: parameters.slice(),
    moments: Object.fromEntries(Object.entries(moments).map(([name, values]) => [name, values.slice()])),
  });
  const steps: ScriptedStep[] = [];
  const none = async (): Promise<never> => {
    throw new Error('The script has no such call.');
  };
  return {
    settings: { network: 'scripted', size: '[1, 2, 3]', ...settings },
    steps,
    async step({ moving, fixed, learningRate }) {
      steps.push({ moving: [...moving], fixed: [...fixed], learningRate });
      const gradient = moving.reduce((sum, value, voxel) => sum + value * Math.sin(voxel + 1) * fixed[voxel]!, 0);
      const { parameters, moments, step, ...rest } = copyOf(state);
      const { firstMoment, secondMoment } = moments as Record<'firstMoment' | 'secondMoment', Float32Array>;
      for (let index = 0; index < 4; index++) {
        firstMoment[index] = 0.9 * firstMoment[index]! + 0.1 * gradient * (index + 1);
        secondMoment[index] = 0.99 * secondMoment[index]! + 0.01 * gradient ** 2;
        parameters[index]! -= (learningRate ?? 0) * (firstMoment[index]! / (Math.sqrt(secondMoment[index]!) + 1e-8));
      }
      state = { ...rest, parameters, moments, step: step + 1 };
      return { loss: gradient, similarity: gradient - 1, smoothness: 1 };
    },
    rehearse: none,
    state: async ({ copy = true } = {}) => (copy ? copyOf(state) : state),
    restore: async (given) => {
      state = copyOf(given);
    },
    evaluate: none,
    gradients: none,
    weights: none,
    dispose: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
