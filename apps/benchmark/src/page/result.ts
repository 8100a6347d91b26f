import type { Shape } from '../data/volume.ts';
import type { AdapterTexts } from '../engines/webgpu-adapter.ts';
import type { Machine } from '../results/machine.ts';
import type { PageContenderId } from './contenders.ts';
import type { PageSettings } from './settings.ts';

/** Where a page measured. What is not finite is `null` in all results, as in JSON. */
export interface SessionResult {
  readonly kind: 'session';
  /** Of all results between two presses of Start. */
  readonly session: string;
  /** GPU and driver as a person names them; may be empty. */
  readonly name: string;
  readonly adapter: AdapterTexts;
  /** Whether the adapter computes on the processor. */
  readonly software: boolean;
  readonly browser: string;
}

/** How far one contender is from what it has to equal. */
export interface AgreementResult {
  readonly kind: 'agreement';
  readonly session: string;
  readonly contender: PageContenderId;
  readonly size: Shape;
  /** The float64 reference, or the contender that most others equal. */
  readonly against: 'reference' | PageContenderId;
  readonly loss: number | null;
  readonly expectedLoss: number | null;
  readonly lossError: number | null;
  /** `‖g − r‖ / ‖r‖`; absent where no gradient is computed. */
  readonly gradientError?: number | null;
  readonly agrees: boolean;
}

/** Times of one contender, which has agreed before. */
export interface TimeResult {
  readonly kind: 'time';
  readonly session: string;
  readonly contender: PageContenderId;
  readonly size: Shape;
  /** Evaluations that one round submits before it waits. */
  readonly evaluations: number;
  /** Of one evaluation, by round. */
  readonly milliseconds: readonly number[];
  /** Whether the page was out of sight meanwhile. */
  readonly hidden: boolean;
}

/** What was not measured: a size, or of a size one contender. */
export interface FailureResult {
  readonly kind: 'failure';
  readonly session: string;
  readonly size: Shape;
  readonly contender?: PageContenderId;
  /** Name of the error; `LeftOut` where nothing was tried. */
  readonly error: string;
  readonly message: string;
}

/** The end of a session. */
export interface EndResult {
  readonly kind: 'end';
  readonly session: string;
  /** False where it was stopped. */
  readonly complete: boolean;
}

/** What a page reports. */
export type PageResult = SessionResult | AgreementResult | TimeResult | FailureResult | EndResult;

/** The first line of a file of results, which the server writes. */
export interface StartLine {
  readonly kind: 'start';
  readonly startedAt: string;
  readonly settings: PageSettings;
  /** The machine of the server, which need not be that of the browser. */
  readonly machine: Machine;
}

/** `error` of what was not tried. */
export const leftOut = 'LeftOut';
