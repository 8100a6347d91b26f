import { existsSync, readFileSync } from 'node:fs';
import { openAppendLog } from './append-log.ts';
import { countedLines } from './counted-lines.ts';
import { upgradeMeasurement } from './earlier-versions.ts';
import { isIntact, type LogLine, parseLine, sealLine } from './log-line.ts';
import { isMeasurement, type Measurement } from './measurement.ts';

/** An append-only file of measurements, one JSON object a line. */
export interface MeasurementLog {
  /**
   * The measurement is on the disk when this returns, whatever ends the process afterwards.
   *
   * @param attempt of the process that measured it; lines without one always count.
   * @throws StorageError where it cannot be written; what was written before stays readable.
   */
  append(measurement: Measurement, attempt?: string): void;
  close(): void;
}

/** @throws StorageError where the file cannot be opened. */
export function openMeasurementLog(path: string): MeasurementLog {
  const log = openAppendLog(path);
  return {
    append: (measurement, attempt) => log.append(sealLine(measurement, attempt)),
    close: log.close,
  };
}

/** What a log holds. */
export interface LogContent {
  /** Those that count, in order. */
  readonly measurements: Measurement[];
  /** Lines that are no measurements: the torn last line of a killed run, lines of another version. */
  readonly ignoredLines: number;
  /** Lines whose checksum says that they were altered. */
  readonly damagedLines: number;
  /** Whole lines of units that were measured again; they do not count. */
  readonly supersededLines: number;
}

/** Every measurement of a log that counts, in order. */
export function readMeasurements(path: string): LogContent {
  const { lines, ignoredLines, damagedLines } = readLines(path);
  const counted = countedLines(lines);
  return {
    measurements: counted.map(({ measurement }) => measurement),
    ignoredLines,
    damagedLines,
    supersededLines: lines.length - counted.length,
  };
}

/** Every whole line of a log, those of unfinished units among them. */
export function readLines(path: string): {
  readonly lines: LogLine[];
  readonly ignoredLines: number;
  readonly damagedLines: number;
} {
  const lines: LogLine[] = [];
  let ignoredLines = 0;
  let damagedLines = 0;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const value = parseLine(line);
    if (!isIntact(value)) {
      damagedLines++;
      continue;
    }
    const { attempt, checksum: _, ...stored } = (value ?? {}) as { attempt?: string; checksum?: string };
    const measurement = upgradeMeasurement(stored);
    if (isMeasurement(measurement)) lines.push({ measurement, attempt });
    else ignoredLines++;
  }
  return { lines, ignoredLines, damagedLines };
}
