import { agreementTable } from './agreement-table.ts';
import type { Report } from './build-report.ts';
import { lossTables } from './loss-tables.ts';
import { networkTables } from './network-tables.ts';
import { scientific, type Table } from './table.ts';
import { trainingTables } from './training-tables.ts';

/** All tables of a report, in the order of the run. */
export function tablesOf(report: Report): Table[] {
  const tables = [agreementTable(report), ...lossTables(report), ...networkTables(report), ...trainingTables(report)];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** One line per failed task, and per training whose losses are not those of the others. */
export function failureLines({ failures, training }: Report): string[] {
  const failed = failures.map(
    ({ contender, task, network, round, message }) =>
      `${contender}, ${task}${network === undefined ? '' : ` of ${network}`}, round ${round}: ${message}`,
  );
  const differing = training
    .filter(({ equalLosses }) => equalLosses === false)
    .map(
      ({ contender, network, lossReference, largestLossDifference }) =>
        `${contender}, training of ${network}: its losses differ from those of ${lossReference} by up to ${scientific(largestLossDifference)}`,
    );
  return [...failed, ...differing];
}
