import { formatShape } from '../../src/data/volume.ts';
import type { PageContenderId } from '../../src/page/contenders.ts';
import { agreementResult, compareAll, type NamedOutcome } from './agreement.ts';
import type { PageContender, PreparedContender } from './contender.ts';
import type { OpenProblem } from './problem.ts';
import { attempt, fail, nameOf, prepare, type Session, say } from './session.ts';
import { calibrate, type TimedContender, timeInTurn } from './timing.ts';

/** Parts of a size's progress, roughly by time. */
const parts = { equality: 0.2, calibration: 0.2, rounds: 0.6 } as const;

interface Ready {
  readonly id: PageContenderId;
  readonly prepared: PreparedContender;
}

/**
 * Compares contenders with each other and times those that are equal.
 *
 * @param step of the session that this size is.
 * @throws DeviceLostError; other errors are reported as a contender's.
 */
export async function measureSize<Problem extends OpenProblem>(
  session: Session<Problem>,
  contenders: readonly PageContender<Problem>[],
  problem: Problem,
  step: number,
): Promise<void> {
  session.wasHidden();
  const opened: Ready[] = [];
  try {
    const equal = await compareAtSize(session, contenders, problem, step, opened);
    await timeEqual(session, equal, problem, step);
  } finally {
    for (const { prepared } of opened) await prepared.dispose();
  }
}

/**
 * @param opened takes all that have to be disposed of.
 * @returns those that are equal.
 */
async function compareAtSize<Problem extends OpenProblem>(
  session: Session<Problem>,
  contenders: readonly PageContender<Problem>[],
  problem: Problem,
  step: number,
  opened: Ready[],
): Promise<Ready[]> {
  const { size } = problem;
  const outcomes: NamedOutcome[] = [];
  for (const [index, contender] of contenders.entries()) {
    const { id } = contender;
    const part = (parts.equality * index) / contenders.length;
    say(session, `${formatShape(size)}: ${nameOf(id)}, compared with the others`, step, part);
    const ready = await prepare(session, contender, problem);
    if (ready === undefined) continue;
    opened.push({ id, prepared: ready.prepared });
    outcomes.push({ id, outcome: ready.outcome });
  }
  const lossOf = (which: PageContenderId) => outcomes.find(({ id }) => id === which)!.outcome.loss;
  const agreements = compareAll(outcomes);
  for (const { id, against, ...comparison } of agreements) {
    const of = { session: session.session, contender: id, size, against };
    session.report(agreementResult(of, lossOf(id), lossOf(against), comparison));
  }
  return opened.filter((_, index) => agreements[index]!.agrees);
}

async function timeEqual<Problem extends OpenProblem>(
  session: Session<Problem>,
  equal: readonly Ready[],
  { size }: Problem,
  step: number,
): Promise<void> {
  const { rounds } = session.settings;
  const timed: TimedContender[] = [];
  for (const [index, { id, prepared }] of equal.entries()) {
    const part = parts.equality + (parts.calibration * index) / equal.length;
    say(session, `${formatShape(size)}: ${nameOf(id)}, evaluations per round`, step, part);
    const evaluations = await attempt(session, size, id, () => calibrate(prepared));
    if (evaluations !== undefined) timed.push({ id, evaluations, run: prepared.run });
  }
  const turns = timed.length * (rounds + 1);
  let turn = 0;
  const times = await timeInTurn(
    timed,
    rounds,
    (id, round) => {
      const what = round === 0 ? 'warm-up' : `round ${round} of ${rounds}`;
      say(session, `${formatShape(size)}: ${nameOf(id)}, ${what}`, step, 1 - parts.rounds * (1 - turn++ / turns));
    },
    (id, error) => fail(session, size, error, id),
  );
  const hidden = session.wasHidden();
  const of = { kind: 'time', session: session.session, size } as const;
  for (const { id, evaluations } of timed) {
    const milliseconds = times.get(id);
    if (milliseconds) session.report({ ...of, contender: id, evaluations, milliseconds, hidden });
  }
}
