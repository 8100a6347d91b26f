export type {
  OptimizerOptions,
  Trainer,
  TrainerState,
  TrainingLoss,
  TrainingPair,
} from '@fast-lncc/networks/training';
export { InsufficientMemoryError } from '@fast-lncc/networks/training';
export { createTrainer, type TrainerOptions } from './create-trainer.ts';
export { type ExportOptions, exportModel } from './export-model.ts';
export { createGraphLayers } from './graph-layers.ts';
export { buildTrainingModel, type TrainingModel, type TrainingPlan } from './training-models.ts';
