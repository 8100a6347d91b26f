import { LnccError } from '@fast-lncc/core';
import type { Shape } from '../../src/data/volume.ts';
import { contenderFacts, type PageContenderId } from '../../src/page/contenders.ts';
import { type FailureResult, leftOut, type PageResult } from '../../src/page/result.ts';
import type { PageSettings } from '../../src/page/settings.ts';
import type { Outcome, PageContender, PreparedContender } from './contender.ts';
import type { OpenProblem } from './problem.ts';

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

type Reporting = Pick<Session<OpenProblem>, 'session' | 'report'>;

/**
 * Tells how far the session is.
 *
 * @param step 0 for the comparison with the reference, then the sizes
 * @param part of the step that is done, from 0 to 1
 * @throws where the session was stopped.
 */
export function say<Problem extends OpenProblem>(
  { signal, settings, onProgress }: Session<Problem>,
  text: string,
  step: number,
  part: number,
): void {
  signal.throwIfAborted();
  onProgress(text, (step + part) / (settings.sizes.length + 1));
}

export const nameOf = (id: PageContenderId): string => contenderFacts(id).name;

/** Opens a problem for an action; whatever ends that but a stop is reported as the size's. */
export async function atSize<Problem extends OpenProblem>(
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

/**
 * Prepares a contender and lets it compute loss and gradient.
 *
 * @returns `undefined` where it is left out or fails, which is reported.
 */
export async function prepare<Problem extends OpenProblem>(
  session: Reporting,
  contender: PageContender<Problem>,
  problem: Problem,
): Promise<{ readonly prepared: PreparedContender; readonly outcome: Outcome } | undefined> {
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
      return { prepared, outcome: await prepared.evaluate() };
    } catch (error) {
      await prepared.dispose();
      throw error;
    }
  });
}

/** What an action of one contender returns; `undefined` where it fails, which is reported. */
export async function attempt<Result>(
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

/** Reports the failure of one contender. What is fatal to all of them is thrown on. */
export function fail({ session, report }: Reporting, size: Shape, error: unknown, contender: PageContenderId): void {
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
