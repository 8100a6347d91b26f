export type { PieceInput, PieceRequest, PieceResult, PieceVerbs } from './pieces.ts';
export { type PieceOptions, runPieces } from './run-pieces.ts';
export { runTrainer, type TrainerOptions } from './run-trainer.ts';
export { runTraining, type TrainingForm, type TrainingOptions } from './run-training.ts';
