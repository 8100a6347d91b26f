/** What the page measures, in the order of its tables. */
export const pageContenders = [
  { id: 'fused-loss', name: 'fused, loss', designBytes: 8 },
  { id: 'fused', name: 'fused, loss + gradient', designBytes: 44 },
  { id: 'naive', name: 'naive separable, loss + gradient' },
  { id: 'tfjs-fused', name: 'TensorFlow.js fused, loss + gradient' },
  { id: 'tfjs-separable', name: 'TensorFlow.js separable, loss + gradient' },
] as const satisfies readonly PageContenderFacts[];

/** A contender as tables show it. */
export interface PageContenderFacts {
  readonly id: string;
  readonly name: string;
  /** Bytes from and to memory per voxel by the design of the kernel, which `packages/webgpu/README.md` tells. */
  readonly designBytes?: number;
}

export type PageContenderId = (typeof pageContenders)[number]['id'];

/** The one that others are compared with: what a direct translation of the formula takes. */
export const pageBaseline: PageContenderId = 'naive';

export const contenderFacts = (id: PageContenderId): PageContenderFacts =>
  pageContenders.find((contender) => contender.id === id)!;
