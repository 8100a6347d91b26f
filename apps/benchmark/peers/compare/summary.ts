import type { ContenderId } from '../../src/contenders/contender.ts';
import { type Summary, summarize } from '../../src/report/statistics.ts';
import type { LossMeasurement, Measurement } from '../../src/results/measurement.ts';
import type { Agreement } from './agreement.ts';
import type { PeerContender } from './contenders.ts';
import type { PeerMemory } from './job.ts';

/** What was found about a contender before it was timed. */
export interface Checked {
  readonly contender: PeerContender;
  /** Its id, with `DIFFERS` behind it where it computes something else. */
  readonly label: ContenderId;
  /** On the crop, against the common definition. */
  readonly small: Agreement;
  /** On the timed volume, against the common definition. */
  readonly timed: Agreement;
  /** On the crop, against its own definition. */
  readonly own?: Agreement;
}

/** One contender of one window. Times in milliseconds. */
export interface PeerRow extends Checked {
  readonly forward?: Summary;
  /** Loss and gradient to the moving image. */
  readonly gradient?: Summary;
  /** Its median loss and gradient divided by the first contender's. */
  readonly ratio?: number;
  /** Largest resident memory of its timing processes. */
  readonly peakBytes?: number;
  /** The part of it that was not there before the first evaluation: libraries and images are. */
  readonly addedBytes?: number;
}

export function labelOf(contender: PeerContender, agreements: readonly Agreement[]): ContenderId {
  return agreements.every(({ agrees }) => agrees) ? contender.id : `${contender.id} DIFFERS`;
}

/** The rows of a window, in the contenders' order. */
export function summarizePeers(checked: readonly Checked[], measurements: readonly Measurement[]): PeerRow[] {
  const rows = checked.map((entry): PeerRow => {
    const own = measurements.filter(({ contender }) => contender === entry.label);
    const times = (mode: LossMeasurement['mode']) =>
      summarize(own.flatMap((row) => (row.kind === 'loss' && row.mode === mode ? [row.milliseconds] : [])));
    const memory = own.filter((row): row is PeerMemory => row.kind === 'memory');
    const forward = times('forward');
    const gradient = times('gradient');
    return {
      ...entry,
      ...(forward && { forward }),
      ...(gradient && { gradient }),
      ...(memory.length > 0 && {
        peakBytes: Math.max(...memory.map(({ peakBytes }) => peakBytes)),
        addedBytes: Math.max(...memory.map(({ peakBytes, restBytes }) => peakBytes - restBytes)),
      }),
    };
  });
  const first = rows.find(({ gradient }) => gradient !== undefined)?.gradient;
  return rows.map((row) => (first && row.gradient ? { ...row, ratio: row.gradient.median / first.median } : row));
}
