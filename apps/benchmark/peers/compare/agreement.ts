import { readFileSync } from 'node:fs';
import { InvalidDataError } from '@fast-lncc/core';
import type { ContenderId } from '../../src/contenders/contender.ts';
import type { AgreementMeasurement } from '../../src/results/measurement.ts';
import { compareGradients } from '../../src/tasks/compare-gradients.ts';
import type { PeerContender } from './contenders.ts';
import type { Evaluation } from './job.ts';

/** A loss, and a gradient as the file that a process left. */
export interface Evaluated extends Evaluation {
  readonly gradientFile: string;
}

/** How far a contender is from float64 on one pair. */
export interface Agreement {
  readonly loss: number;
  readonly referenceLoss: number;
  /** The larger error of the evaluations with and without the gradient. */
  readonly lossError: number;
  readonly gradientCosine: number;
  /** `‖g − g_reference‖ / ‖g_reference‖` */
  readonly gradientError: number;
  readonly agrees: boolean;
}

const smallestCosine = 0.9999;

export function lossTolerance({ dense }: Pick<PeerContender, 'dense'>): number {
  return dense ? 1e-4 : 1e-5;
}

/**
 * Compares an evaluation with the reference's. It agrees where the loss is within 1e-5 (dense convolutions 1e-4) and the
 * gradient's cosine is above 0.9999, as in the benchmark; since a cosine sees no scale, the relative error has to be
 * below what such an angle allows, √(1 − 0.9999²), as well.
 *
 * @throws InvalidDataError where the two gradients have different lengths.
 */
export function compareEvaluations(contender: PeerContender, evaluated: Evaluated, reference: Evaluated): Agreement {
  const gradient = readValues(evaluated.gradientFile, Float32Array);
  const expected = readValues(reference.gradientFile, Float64Array);
  if (gradient.length !== expected.length) {
    throw new InvalidDataError(
      `${contender.id} returned a gradient of ${gradient.length} values; the images have ${expected.length}.`,
    );
  }
  const { cosine, relativeError } = compareGradients(gradient, expected);
  const losses = [evaluated.loss, evaluated.forwardLoss ?? evaluated.loss];
  const lossError = Math.max(...losses.map((loss) => Math.abs(loss - reference.loss)));
  return {
    loss: evaluated.loss,
    referenceLoss: reference.loss,
    lossError,
    gradientCosine: cosine,
    gradientError: relativeError,
    agrees:
      lossError <= lossTolerance(contender) &&
      cosine > smallestCosine &&
      relativeError < Math.sqrt(1 - smallestCosine ** 2),
  };
}

/** The row of a run's measurements that says the same. */
export function agreementRow(contender: PeerContender, id: ContenderId, agreement: Agreement): AgreementMeasurement {
  return {
    kind: 'agreement',
    contender: id,
    epoch: 0,
    algorithm: id.slice(id.indexOf('/') + 1),
    tolerance: lossTolerance(contender),
    ...agreement,
  };
}

function readValues<Values>(path: string, type: new (buffer: ArrayBuffer) => Values): Values {
  const bytes = readFileSync(path);
  return new type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
}
