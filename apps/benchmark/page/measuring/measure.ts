import { checkSize } from '../../src/page/settings.ts';
import { agreementResult, compareOutcomes } from './agreement.ts';
import type { PageContender } from './contender.ts';
import { measureSize } from './measure-size.ts';
import type { OpenProblem } from './problem.ts';
import { referenceOf } from './reference.ts';
import { atSize, nameOf, prepare, type Session, say } from './session.ts';

/**
 * Compares every contender with the float64 reference on a small grid, then at every size with the others, and times those
 * that are equal. What fails is reported and left out; a lost device ends its size.
 */
export async function measure<Problem extends OpenProblem>(session: Session<Problem>): Promise<void> {
  let complete = false;
  try {
    const sound = await compareWithReference(session);
    for (const [index, size] of session.settings.sizes.entries()) {
      await atSize(session, size, (problem) => measureSize(session, sound, problem, index + 1));
    }
    complete = true;
  } catch (error) {
    if (!session.signal.aborted) throw error;
  } finally {
    session.report({ kind: 'end', session: session.session, complete });
  }
}

/** @returns the contenders that equal the float64 reference. */
async function compareWithReference<Problem extends OpenProblem>(
  session: Session<Problem>,
): Promise<PageContender<Problem>[]> {
  const sound: PageContender<Problem>[] = [];
  await atSize(session, checkSize, async (problem) => {
    const reference = referenceOf(problem);
    for (const [index, contender] of session.contenders.entries()) {
      const { id } = contender;
      say(session, `${nameOf(id)}, compared with the float64 reference`, 0, index / session.contenders.length);
      const ready = await prepare(session, contender, problem);
      if (ready === undefined) continue;
      await ready.prepared.dispose();
      const { outcome } = ready;
      const comparison = compareOutcomes(outcome, reference);
      const of = { session: session.session, contender: id, size: checkSize, against: 'reference' } as const;
      session.report(agreementResult(of, outcome.loss, reference.loss, comparison));
      if (comparison.agrees) sound.push(contender);
    }
  });
  return sound;
}
