export { assertTrainingMemory } from './assert-memory.ts';
export { availableMemory } from './available-memory.ts';
export type { MeasuredEngine } from './engine-memory.ts';
export { InsufficientMemoryError, type MemoryShortage } from './insufficient-memory-error.ts';
export { type MemoryOptions, predictTrainingMemory } from './predict-memory.ts';
