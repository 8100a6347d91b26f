import type { LogLine } from './log-line.ts';
import { unitOf } from './unit.ts';

/**
 * The lines that count: of every unit those of one attempt, the one that finished it, which its last line says, or while
 * there is none the latest. So a unit that is measured again after an interruption counts once. A failure counts unless
 * its unit was finished later.
 */
export function countedLines(lines: readonly LogLine[]): LogLine[] {
  const finished = new Map<string, string | undefined>();
  const latest = new Map<string, string | undefined>();
  for (const { measurement, attempt } of lines) {
    const unit = unitOf(measurement);
    if (unit === undefined) continue;
    latest.set(unit, attempt);
    if (measurement.kind === 'memory') finished.set(unit, attempt);
  }
  return lines.filter(({ measurement, attempt }) => {
    const unit = unitOf(measurement);
    if (unit === undefined || attempt === undefined) return true;
    if (measurement.kind === 'failure') return !finished.has(unit) && latest.get(unit) === attempt;
    return attempt === (finished.has(unit) ? finished.get(unit) : latest.get(unit));
  });
}
