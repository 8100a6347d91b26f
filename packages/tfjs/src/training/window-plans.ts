import { planWindows, type WindowOptions, type WindowPlan } from '@fast-lncc/networks';

/** Plans of the grids and windows used last. TransMorph has eight, each of which takes tens of milliseconds. */
const plans = new Map<string, PreparedPlan>();
const most = 16;

/** A plan with what the way back needs. */
export interface PreparedPlan extends WindowPlan {
  /**
   * By row of the table of relative positions and key: the pair (queries by keys) that is apart by it, of which there is at
   * most one per key; where there is none, the number of pairs.
   */
  readonly pairs: Int32Array;
}

/** `planWindows`, remembered. @param rows Of the table of relative positions. */
export function windowPlan(grid: readonly number[], { window, shift }: WindowOptions, rows: number): PreparedPlan {
  const key = JSON.stringify([grid, window, shift, rows]);
  const known = plans.get(key);
  const plan = known ?? prepare(planWindows(grid, { window, shift }), rows);
  // The one used last is the last one.
  plans.delete(key);
  plans.set(key, plan);
  for (const oldest of plans.keys()) {
    if (plans.size <= most) break;
    plans.delete(oldest);
  }
  return plan;
}

function prepare(plan: WindowPlan, rows: number): PreparedPlan {
  const { tokens, relativeIndex } = plan;
  const pairs = new Int32Array(rows * tokens).fill(tokens ** 2);
  relativeIndex.forEach((row, pair) => {
    pairs[row * tokens + (pair % tokens)] = pair;
  });
  return { ...plan, pairs };
}
