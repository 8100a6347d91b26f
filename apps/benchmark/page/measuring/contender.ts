import type { PageContenderId } from '../../src/page/contenders.ts';
import type { OpenProblem } from './problem.ts';

/** Loss, and gradient to the moving image where one is computed, read back. */
export interface Outcome {
  readonly loss: number;
  readonly gradient?: Float32Array;
}

/** A contender that is ready to compute one problem. */
export interface PreparedContender {
  evaluate(): Promise<Outcome>;
  /**
   * Hands over so many evaluations at once and waits for the last.
   *
   * @returns milliseconds of all together.
   */
  run(evaluations: number): Promise<number>;
  dispose(): void | Promise<void>;
}

/** One way to compute the loss. */
export interface PageContender<Problem extends OpenProblem = OpenProblem> {
  readonly id: PageContenderId;
  /** Why it is not tried on a problem; `undefined` where it is. */
  whyNot?(problem: Problem): string | undefined;
  prepare(problem: Problem): Promise<PreparedContender>;
}
