import { type Contender, contenderId, gradientValues, lossTolerance, type Problem } from '../contenders/contender.ts';
import type { Reference } from '../data/reference-file.ts';
import type { AgreementMeasurement, Measurement } from '../results/measurement.ts';
import { compareGradients } from './compare-gradients.ts';

const smallestCosine = 0.9999;

/** Compares one contender's loss and gradient with the float64 reference on the same images. */
export async function* measureAgreement(
  contender: Contender,
  problem: Problem,
  reference: Reference,
  epoch: Pick<AgreementMeasurement, 'epoch' | 'network'> = { epoch: 0 },
): AsyncGenerator<Measurement> {
  const prepared = await contender.prepareLoss(problem);
  const { loss, gradient } = await prepared.gradient();
  const { cosine, relativeError } = compareGradients(await gradientValues(gradient), reference.gradient);
  const forwardLoss = await prepared.forward();
  await prepared.dispose();
  const tolerance = lossTolerance(contender);
  const lossError = Math.max(Math.abs(loss - reference.loss), Math.abs(forwardLoss - reference.loss));
  yield {
    kind: 'agreement',
    contender: contenderId(contender),
    ...epoch,
    algorithm: prepared.algorithm,
    loss,
    referenceLoss: reference.loss,
    lossError,
    gradientCosine: cosine,
    gradientError: relativeError,
    tolerance,
    agrees: lossError <= tolerance && cosine > smallestCosine,
  };
}
