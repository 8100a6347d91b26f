import type { GradientSet, LnccDefinition, LnccResult, ResolvedDefinition } from '@fast-lncc/core';
import { createLnccSync, type SyncLnccEvaluator, type WasmRequest } from '@fast-lncc/wasm';

/** What an evaluator is made from. */
export interface EvaluatorRequest {
  readonly definition: ResolvedDefinition;
  /** What `definition` was resolved from. */
  readonly given: LnccDefinition;
  readonly threads: number | undefined;
}

interface Kept {
  readonly evaluator: SyncLnccEvaluator;
  /** The gradients that back-propagation asked for last. */
  habit: GradientSet;
}

/** Evaluators with their memory and threads, the one used longest ago first. */
const kept = new Map<string, Kept>();

/** The levels of a pyramid, or a loss and a few figures of merit, take turns without making each other's memory anew. */
const most = 4;

/**
 * Evaluates by the evaluator that is kept for a definition, shape and number of threads, made where there is none. The
 * one used longest ago goes when there are more than four; one that fails goes at once.
 */
export function evaluateKept(request: EvaluatorRequest, images: WasmRequest): LnccResult<Float32Array> {
  const { evaluator } = find(request);
  try {
    return evaluator.evaluateSync(images);
  } catch (error) {
    drop(keyOf(request));
    throw error;
  }
}

/** The gradients that back-propagation asked for last, of an evaluation like this. */
export const habitOf = (request: EvaluatorRequest): GradientSet => find(request).habit;

export function learnHabit(request: EvaluatorRequest, wanted: GradientSet): void {
  const found = kept.get(keyOf(request));
  if (found !== undefined) found.habit = wanted;
}

/** Gives back the memory and the threads of all evaluators. */
export function releaseEvaluators(): void {
  for (const key of kept.keys()) drop(key);
}

/** The one used longest ago first. */
export const keptEvaluators = (): readonly SyncLnccEvaluator[] => [...kept.values()].map(({ evaluator }) => evaluator);

function find(request: EvaluatorRequest): Kept {
  const key = keyOf(request);
  const found = kept.get(key) ?? { evaluator: create(request), habit: 'none' };
  kept.delete(key);
  kept.set(key, found);
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break;
    drop(oldest);
  }
  return found;
}

const create = ({ given, definition, threads }: EvaluatorRequest): SyncLnccEvaluator =>
  createLnccSync({ ...given, shape: definition.shape, ...(threads === undefined ? {} : { threads }) });

function drop(key: string): void {
  kept.get(key)?.evaluator.dispose();
  kept.delete(key);
}

/** Everything that evaluators differ in; JSON has no infinities and no typed arrays. */
const keyOf = ({ definition, threads = 0 }: EvaluatorRequest): string =>
  JSON.stringify([threads, definition], (_, value) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  });
