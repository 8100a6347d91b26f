import { existsSync, readFileSync } from 'node:fs';
import { InvalidDataError } from '@fast-lncc/core';
import { readMeasurements } from '../../results/measurement-log.ts';
import { readRunDescription, runFolderAt } from '../../results/run-folder.ts';
import { buildReport, type Report } from '../build-report.ts';

/**
 * The report of a run: from the measurements of a results folder of any version, or from a `report.json` of this one.
 *
 * @throws InvalidDataError where it is neither.
 */
export function loadReport(path: string): Report {
  if (!path.endsWith('.json')) {
    const folder = runFolderAt(path);
    return buildReport(readRunDescription(folder), readMeasurements(folder.measurements).measurements);
  }
  if (!existsSync(path)) throw new InvalidDataError(`There is no ${path}. Give a results folder or its report.json.`);
  const report = parse(path);
  const lists = ['training', 'loss', 'networks', 'failures'] as const;
  if (typeof report !== 'object' || report === null || lists.some((key) => !Array.isArray((report as Report)[key]))) {
    throw new InvalidDataError(
      `${path} is not the report.json of a benchmark run. Give a results folder or its report.json.`,
    );
  }
  const { schema } = report as { readonly schema?: unknown };
  if (schema !== 2) {
    throw new InvalidDataError(
      `${path} has schema ${schema ?? 1}; 2 is needed. Give the folder of the run, from which it is written anew.`,
    );
  }
  return report as Report;
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new InvalidDataError(`${path} cannot be read as JSON (${(cause as Error).message}).`, { cause });
  }
}
