import type { ResolvedOptimizer, stepFactors } from '@fast-lncc/networks/training';
import type { Tensor } from 'onnxruntime-common';
import type { TrainingModel } from './training-models.ts';

/** What of a training is carried from step to step, and where it is updated. */
export interface Update {
  /** The model of a step. */
  readonly model: TrainingModel;
  /** What every model is fed of it. */
  readonly parameters: Tensor;
  /** What the model of a step is fed besides. */
  stepFeeds(factors: StepFactors): Readonly<Record<string, Tensor>>;
  /** Takes what the model of a step gave. */
  apply(outputs: Readonly<Record<string, Tensor>>, factors: StepFactors): void;
  /** Lets go of what the model of a step gave, and keeps what there is. */
  discard(outputs: Readonly<Record<string, Tensor>>): void;
  /** One vector on the processor, until the next step; the caller may not write to it. */
  read(name: string): Promise<Float32Array>;
  /** Replaces all vectors; they are the update's from then on. */
  write(vectors: Readonly<Record<string, Float32Array>>): void;
  dispose(): void;
}

/** The numbers of a step that depend on its count. */
export type StepFactors = ReturnType<typeof stepFactors>;

/** What every update starts from. */
export interface UpdateOptions {
  readonly optimizer: ResolvedOptimizer;
  /** Parameters and moments by name, all of one length; they are the update's from then on. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
}
