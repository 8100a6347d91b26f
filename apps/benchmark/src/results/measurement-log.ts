import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { isMeasurement, type Measurement } from './measurement.ts';
import { withNetwork } from './unnamed-network.ts';

/** An append-only file of measurements, one JSON object a line. */
export interface MeasurementLog {
  /** The measurement is on the disk when this returns, whatever ends the process afterwards. */
  append(measurement: Measurement): void;
  close(): void;
}

export function openMeasurementLog(path: string): MeasurementLog {
  const torn = existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8'));
  const file = openSync(path, 'a');
  if (torn) writeSync(file, '\n');
  return {
    append(measurement) {
      writeSync(file, `${JSON.stringify(measurement)}\n`);
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

/**
 * Every whole measurement of a log, in order. Lines that are not one (the torn last line of a killed run, lines of
 * another version) are counted, not used.
 */
export function readMeasurements(path: string): {
  readonly measurements: Measurement[];
  readonly ignoredLines: number;
} {
  const measurements: Measurement[] = [];
  let ignoredLines = 0;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const value = parseLine(line);
    if (isMeasurement(value)) measurements.push(withNetwork(value));
    else ignoredLines++;
  }
  return { measurements, ignoredLines };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
