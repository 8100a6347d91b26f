import {
  createTraining,
  type TrainingPlan,
  type TrainingProgress,
  type TrainingRun,
} from '../../src/training/index.ts';
import { scriptedPair, scriptedTrainer } from './scripted-trainer.ts';

export const pairs = { count: 8, load: async (index: number) => scriptedPair(index) };
/** Three epochs of eight pairs on a scripted trainer. */
export const plan = (options: Partial<TrainingPlan> = {}): TrainingPlan => ({
  trainer: scriptedTrainer(),
  pairs,
  epochs: 3,
  seed: 5,
  ...options,
});

/** Runs to the end, or to an error, and tells what there was to tell. */
export async function follow(options: Partial<TrainingPlan>, run: TrainingRun = {}) {
  const trainer = scriptedTrainer();
  const told: TrainingProgress[] = [];
  const onStep = async (progress: TrainingProgress) => {
    told.push(progress);
    await run.onStep?.(progress);
  };
  const result = await createTraining(plan({ trainer, ...options })).run({ ...run, onStep });
  return { result, told, steps: trainer.steps, state: await trainer.state() };
}
