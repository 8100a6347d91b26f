import type { LnccResult } from '@fast-lncc/core';
import type { CheckedRequest } from './requests.ts';
import { planeFields, type Session, writeSessionJob } from './session.ts';
import { wereRunningSumsExact } from './stability.ts';
import { type Allocations, type PreparedState, type Staged, stage } from './staging.ts';

/**
 * One evaluation as steps: each `yield` asks for the job in memory to be run, on this thread or on others, so that the
 * synchronous and the asynchronous evaluator share it.
 */
export type Steps<Result> = Generator<void, Result, void>;

/** Loss, map and gradients; running sums that were not exact enough are done again as direct sums. */
export function* evaluation(
  session: Session,
  request: CheckedRequest,
  allocations: Allocations,
  prepared: PreparedState | undefined,
): Steps<LnccResult<Float32Array>> {
  const staged = stage(session, request, allocations, prepared);
  try {
    yield;
    let totals = readTotals(session, staged);
    if (staged.job.running && !wereRunningSumsExact(session.definition, totals.loss, totals.largest)) {
      writeSessionJob(session, { ...staged.job, running: 0 });
      yield;
      totals = readTotals(session, staged);
    }
    const { map, ...gradients } = staged.collect();
    return { loss: totals.loss, ...(map === undefined ? {} : { map }), gradients };
  } finally {
    staged.release();
  }
}

interface Totals {
  readonly loss: number;
  readonly largest: { readonly moving: number; readonly fixed: number };
}

/** Adds up what the kernel wrote per plane, in the order of the planes. */
function readTotals({ arena, definition, geometry, planeSums }: Session, { divisor }: Staged): Totals {
  const planes = geometry.groups * geometry.depth.length;
  const values = arena.doubles(planeSums, planeFields * planes);
  let weighted = 0;
  let ones = 0;
  let moving = 0;
  let fixed = 0;
  for (let at = 0; at < values.length; at += planeFields) {
    weighted += values[at] as number;
    ones += values[at + 1] as number;
    moving = Math.max(moving, values[at + 2] as number);
    fixed = Math.max(fixed, values[at + 3] as number);
  }
  return { loss: lossOf(definition, weighted, ones, divisor), largest: { moving, fixed } };
}

function lossOf({ form, reduction }: Session['definition'], weighted: number, ones: number, divisor: number): number {
  if (form === 'positive') return weighted / divisor;
  if (form === 'negative') return -weighted / divisor;
  return reduction === 'mean' ? 1 - weighted / divisor : ones - weighted;
}
