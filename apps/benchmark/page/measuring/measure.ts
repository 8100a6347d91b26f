import { LnccError } from '@fast-lncc/core';
import { formatShape, type Shape } from '../../src/data/volume.ts';
import { contenderFacts, type PageContenderId } from '../../src/page/contenders.ts';
import { type FailureResult, leftOut, type PageResult } from '../../src/page/result.ts';
import { checkSize, type PageSettings } from '../../src/page/settings.ts';
import { agreementResult, compareAll, compareOutcomes } from './agreement.ts';
import type { Outcome, PageContender, PreparedContender } from './contender.ts';
import type { OpenProblem } from './problem.ts';
import { referenceOf } from './reference.ts';
import { calibrate, timeInTurn } from './timing.ts';

/** What a session measures, and with what. */
export interface Session<Problem extends OpenProblem> {
  /** Its name in all results. */
  readonly session: string;
  readonly settings: Pick<PageSettings, 'sizes' | 'rounds'>;
  readonly contenders: readonly PageContender<Problem>[];
  openProblem(size: Shape): Promise<Problem>;
  /** Whether the page was out of sight since this was last asked. */
  wasHidden(): boolean;
  report(result: PageResult): void;
  /** @param fraction of the whole session that is done */
  onProgress(text: string, fraction: number): void;
  readonly signal: AbortSignal;
}

/**
 * Compares every contender with the float64 reference on a small grid, then at every size with the others, and times those
 * that are equal. What fails is reported and left out; a lost device ends its size.
 */
export async function measure<Problem extends OpenProblem>(session: Session<Problem>): Promise<void> {
  let complete = false;
  try {
    const sound = await checkAll(session);
    for (const [index, size] of session.settings.sizes.entries()) {
      await atSize(session, size, (problem) => measureSize(session, sound, problem, index));
    }
    complete = true;
  } catch (error) {
    if (!session.signal.aborted) throw error;
  } finally {
    session.report({ kind: 'end', session: session.session, complete });
  }
}

/** @returns the contenders that equal the float64 reference. */
async function checkAll<Problem extends OpenProblem>(session: Session<Problem>): Promise<PageContender<Problem>[]> {
  const sound: PageContender<Problem>[] = [];
  await atSize(session, checkSize, async (problem) => {
    const reference = referenceOf(problem);
    for (const [index, contender] of session.contenders.entries()) {
      const { id } = contender;
      say(session, `comparing ${nameOf(id)} with the float64 reference`, 0, index / session.contenders.length);
      const entry = await prepare(session, contender, problem);
      if (entry === undefined) continue;
      const { outcome, prepared } = entry;
      await prepared.dispose();
      const comparison = compareOutcomes(outcome, reference);
      const of = { session: session.session, contender: id, size: checkSize, against: 'reference' } as const;
      session.report(agreementResult(of, outcome.loss, reference.loss, comparison));
      if (comparison.agrees) sound.push(contender);
    }
  });
  return sound;
}

async function measureSize<Problem extends OpenProblem>(
  session: Session<Problem>,
  contenders: readonly PageContender<Problem>[],
  problem: Problem,
  index: number,
): Promise<void> {
  const { size } = problem;
  const { rounds } = session.settings;
  const of = { session: session.session, size } as const;
  session.wasHidden();
  const ready: Entry[] = [];
  try {
    for (const [place, contender] of contenders.entries()) {
      say(session, `${formatShape(size)}: ${nameOf(contender.id)}, loss and gradient`, index + 1, share(place, 0.2));
      const entry = await prepare(session, contender, problem);
      if (entry !== undefined) ready.push(entry);
    }
    const agreements = compareAll(ready);
    for (const { id, against, ...comparison } of agreements) {
      const lossOf = (which: PageContenderId) => ready.find((entry) => entry.id === which)!.outcome.loss;
      session.report(agreementResult({ ...of, contender: id, against }, lossOf(id), lossOf(against), comparison));
    }
    const equal = ready.filter((_, place) => agreements[place]!.agrees);
    const timed = [];
    for (const [place, { id, prepared }] of equal.entries()) {
      say(
        session,
        `${formatShape(size)}: ${nameOf(id)}, how many evaluations a round`,
        index + 1,
        0.2 + share(place, 0.2),
      );
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
        say(session, `${formatShape(size)}: ${nameOf(id)}, ${what}`, index + 1, 0.4 + (0.6 * turn++) / turns);
      },
      (id, error) => fail(session, size, error, id),
    );
    const hidden = session.wasHidden();
    for (const { id, evaluations } of timed) {
      const milliseconds = times.get(id);
      if (milliseconds) session.report({ kind: 'time', ...of, contender: id, evaluations, milliseconds, hidden });
    }
  } finally {
    for (const { prepared } of ready) await prepared.dispose();
  }

  function share(place: number, whole: number): number {
    return (whole * place) / contenders.length;
  }
}

/** A contender with what it computed, ready to be timed. */
interface Entry {
  readonly id: PageContenderId;
  readonly prepared: PreparedContender;
  readonly outcome: Outcome;
}

/** @returns `undefined` where it is left out or fails, which is reported. */
async function prepare<Problem extends OpenProblem>(
  session: Session<Problem>,
  contender: PageContender<Problem>,
  problem: Problem,
): Promise<Entry | undefined> {
  const { id } = contender;
  const { size } = problem;
  const reason = contender.whyNot?.(problem);
  if (reason !== undefined) {
    session.report({ kind: 'failure', session: session.session, size, contender: id, error: leftOut, message: reason });
    return undefined;
  }
  return attempt(session, size, id, async () => {
    const prepared = await contender.prepare(problem);
    try {
      return { id, prepared, outcome: await prepared.evaluate() };
    } catch (error) {
      await prepared.dispose();
      throw error;
    }
  });
}

/** What an action of one contender returns; `undefined` where it fails, which is reported. */
async function attempt<Result>(
  session: Reporting,
  size: Shape,
  id: PageContenderId,
  action: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await action();
  } catch (error) {
    fail(session, size, error, id);
    return undefined;
  }
}

/** Opens a problem for an action; whatever ends that but a stop is reported as the size's. */
async function atSize<Problem extends OpenProblem>(
  session: Session<Problem>,
  size: Shape,
  action: (problem: Problem) => Promise<void>,
): Promise<void> {
  session.signal.throwIfAborted();
  let problem: Problem | undefined;
  try {
    problem = await session.openProblem(size);
    await action(problem);
  } catch (error) {
    session.signal.throwIfAborted();
    session.report(failureOf(session.session, size, error));
  } finally {
    problem?.dispose();
  }
}

type Reporting = Pick<Session<OpenProblem>, 'session' | 'report'>;

/** Reports the failure of one contender. What is fatal to all of them is thrown on. */
function fail({ session, report }: Reporting, size: Shape, error: unknown, contender: PageContenderId): void {
  if (error instanceof LnccError && error.name === 'DeviceLostError') throw error;
  report({ ...failureOf(session, size, error), contender });
}

const longestMessage = 1000;

function failureOf(session: string, size: Shape, error: unknown): FailureResult {
  const [name, message] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)];
  // Messages of drivers have several lines.
  const oneLine = message.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  return { kind: 'failure', session, size, error: name.slice(0, 100), message: oneLine.slice(0, longestMessage) };
}

/** @throws where the session was stopped. @param part of this step of the session, from 0 to 1 */
function say<Problem extends OpenProblem>(session: Session<Problem>, text: string, step: number, part: number): void {
  session.signal.throwIfAborted();
  session.onProgress(text, (step + part) / (session.settings.sizes.length + 1));
}

const nameOf = (id: PageContenderId): string => contenderFacts(id).name;
