import type { PageContenderId } from '../../src/page/contenders.ts';
import type { AgreementResult } from '../../src/page/result.ts';
import { tolerances } from '../../src/page/settings.ts';
import { compareGradients } from '../../src/tasks/compare-gradients.ts';
import type { Outcome } from './contender.ts';

/** How far two outcomes are apart. What is not finite is equal to nothing. */
export interface Comparison {
  readonly lossError: number;
  readonly gradientError?: number;
  readonly agrees: boolean;
}

/** @param gradient in any precision */
export function compareOutcomes(
  { loss, gradient }: Outcome,
  expected: { readonly loss: number; readonly gradient?: ArrayLike<number> },
): Comparison {
  const lossError = Math.abs(loss - expected.loss);
  if (gradient === undefined || expected.gradient === undefined) {
    return { lossError, agrees: lossError <= tolerances.loss };
  }
  const { relativeError: gradientError } = compareGradients(gradient, expected.gradient);
  return { lossError, gradientError, agrees: lossError <= tolerances.loss && gradientError <= tolerances.gradient };
}

/** A contender with what it computed. */
export interface NamedOutcome {
  readonly id: PageContenderId;
  readonly outcome: Outcome;
}

/** A comparison with the contender that most others equal. */
export interface Agreement extends Comparison {
  readonly id: PageContenderId;
  readonly against: PageContenderId;
}

/**
 * Compares all with the one that most others with a gradient equal. Where that is no majority of them, nobody can be told
 * from those who are wrong, and none agrees.
 */
export function compareAll(outcomes: readonly NamedOutcome[]): Agreement[] {
  const withGradient = outcomes.filter(({ outcome }) => outcome.gradient !== undefined);
  const voters = withGradient.length > 0 ? withGradient : outcomes;
  const votes = voters.map(
    (candidate) => voters.filter(({ outcome }) => compareOutcomes(outcome, candidate.outcome).agrees).length,
  );
  const most = Math.max(0, ...votes);
  const center = voters[votes.indexOf(most)];
  if (center === undefined) return [];
  const isMajority = 2 * most > voters.length;
  return outcomes.map(({ id, outcome }) => {
    const comparison = compareOutcomes(outcome, center.outcome);
    return { id, against: center.id, ...comparison, agrees: isMajority && comparison.agrees };
  });
}

/** A comparison as a result of the page. */
export const agreementResult = (
  of: Pick<AgreementResult, 'session' | 'contender' | 'size' | 'against'>,
  loss: number,
  expectedLoss: number,
  { lossError, gradientError, agrees }: Comparison,
): AgreementResult => ({
  kind: 'agreement',
  ...of,
  loss: finite(loss),
  expectedLoss: finite(expectedLoss),
  lossError: finite(lossError),
  ...(gradientError === undefined ? {} : { gradientError: finite(gradientError) }),
  agrees,
});

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
