import type { LogLine } from './log-line.ts';
import type { Measurement } from './measurement.ts';
import { unitOf } from './unit.ts';

/**
 * The lines that count. Those of a process count once its unit is whole, which its last line says, so that a unit that is
 * measured again after an interruption counts once; a failure counts unless its unit was finished later.
 */
export function countedLines(lines: readonly LogLine[]): LogLine[] {
  const finishing = lines.filter(({ measurement }) => measurement.kind === 'memory');
  const wholeAttempts = new Set(finishing.map(({ attempt }) => attempt));
  const finishedUnits = new Set(finishing.map(({ measurement }) => unitOf(measurement)));
  return lines.filter(({ measurement, attempt }) => {
    if (measurement.kind === 'failure') return !finishedUnits.has(unitOf(measurement));
    return attempt === undefined || !isPartOfUnit(measurement) || wholeAttempts.has(attempt);
  });
}

/** Whether the measurement is one of several of a unit, and worth nothing without the others. */
function isPartOfUnit(measurement: Measurement): boolean {
  switch (measurement.kind) {
    case 'loss':
    case 'step':
    case 'epoch':
    case 'quality':
    case 'memory':
      return true;
    case 'agreement':
      return measurement.network !== undefined;
    default:
      return false;
  }
}
