import { findNetwork } from '../networks/select.ts';
import { countWork, type Work } from './count-work.ts';
import type { LossTiming, StepTiming } from './job.ts';

/** Milliseconds that a training step of an engine takes, forward and back, by what it does. */
export interface Rates {
  readonly perProduct: number;
  readonly perElement: number;
}

/** Where one network alone was timed: how many products take as long as an element that is read or written. */
const productsPerElement = 190;

/**
 * `milliseconds = perProduct · products + perElement · elements`, for a step without its loss, through the networks that were
 * timed; neither is negative.
 */
export function fitRates(steps: readonly StepTiming[], losses: readonly LossTiming[]): Rates | undefined {
  const points = steps.map((step) => ({ work: workOf(step), milliseconds: withoutLoss(step, losses) }));
  const [first] = points;
  if (first === undefined) return undefined;
  if (points.length === 1) {
    const perElement = first.milliseconds / (first.work.products / productsPerElement + first.work.elements);
    return { perProduct: perElement / productsPerElement, perElement };
  }
  return nonNegative(points);
}

interface Point {
  readonly work: Work;
  readonly milliseconds: number;
}

/** Least squares over two unknowns; where one comes out negative it is 0, and the other alone explains the times. */
function nonNegative(points: readonly Point[]): Rates {
  const sum = (of: (point: Point) => number) => points.reduce((total, point) => total + of(point), 0);
  const pp = sum(({ work }) => work.products ** 2);
  const ee = sum(({ work }) => work.elements ** 2);
  const pe = sum(({ work }) => work.products * work.elements);
  const pt = sum(({ work, milliseconds }) => work.products * milliseconds);
  const et = sum(({ work, milliseconds }) => work.elements * milliseconds);
  const determinant = pp * ee - pe ** 2;
  const perProduct = (pt * ee - et * pe) / determinant;
  const perElement = (et * pp - pt * pe) / determinant;
  if (perProduct >= 0 && perElement >= 0) return { perProduct, perElement };
  return perProduct < 0 || !Number.isFinite(perProduct)
    ? { perProduct: 0, perElement: et / ee }
    : { perProduct: pt / pp, perElement: 0 };
}

export const millisecondsOf = ({ products, elements }: Work, rates: Rates): number =>
  rates.perProduct * products + rates.perElement * elements;

const workOf = ({ network, size }: StepTiming): Work => countWork(findNetwork(network), size);

function withoutLoss(step: StepTiming, losses: readonly LossTiming[]): number {
  const loss = losses.find(({ contender }) => contender === step.contender);
  const voxels = step.size[0] * step.size[1] * step.size[2];
  const milliseconds = loss === undefined ? 0 : (loss.gradientMilliseconds / loss.voxels) * voxels;
  return Math.max(0, step.milliseconds - milliseconds);
}
