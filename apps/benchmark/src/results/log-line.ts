import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Measurement } from './measurement.ts';

/** A measurement, and which process made it. */
export interface LogLine {
  readonly measurement: Measurement;
  /** Absent in the lines of other programs, such as the peers, and of earlier versions. */
  readonly attempt?: string | undefined;
}

/** A name for the lines of one process. */
export const newAttempt = (): string => randomBytes(4).toString('hex');

/** The line of a measurement: its JSON with the attempt, and last the CRC-32 of the JSON without the checksum. */
export function sealLine(measurement: object, attempt?: string): string {
  const content = { ...measurement, attempt };
  return JSON.stringify({ ...content, checksum: checksumOf(content) });
}

/** Whether a parsed line is as it was written; one without a checksum was written by another program. */
export function isIntact(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('checksum' in value)) return true;
  const { checksum, ...content } = value;
  return checksum === checksumOf(content);
}

const checksumOf = (content: object): string => crc32(JSON.stringify(content)).toString(16).padStart(8, '0');

/** What a line holds, less its seal; `undefined` where it was altered or torn. */
export function openSealed(line: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseLine(line);
  if (typeof value !== 'object' || value === null || !isIntact(value)) return undefined;
  const { checksum: _, attempt: __, ...content } = value as Record<string, unknown>;
  return content;
}

/** What a line holds; `undefined` where it is no JSON, such as the torn last line of a killed process. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
