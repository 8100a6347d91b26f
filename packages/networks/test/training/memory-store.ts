import type { TrainingStore } from '../../src/training/index.ts';

/** Keeps every state that was saved. */
export interface MemoryStore extends TrainingStore {
  readonly saved: Uint8Array[];
}

export function memoryStore(...saved: Uint8Array[]): MemoryStore {
  return {
    name: 'memory',
    saved,
    read: async () => saved.at(-1),
    write: async (content) => void saved.push(content.slice()),
  };
}
