import { agreementTables } from './agreement-tables.ts';
import type { Report } from './build-report.ts';
import { lossTables } from './loss-tables.ts';
import { memoryTables } from './memory-tables.ts';
import { networkTables } from './network-tables.ts';
import { qualityTables } from './quality-tables.ts';
import { scientific, type Table } from './table.ts';
import { curveTables, epochTables, stepTables } from './training-tables.ts';

/** What belongs together in a report. */
export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly tables: readonly Table[];
}

export type SectionId = 'networks' | 'epochs' | 'loss' | 'steps' | 'curves' | 'quality' | 'memory' | 'agreement';

/** All tables of a report by section; sections and tables without rows are left out. */
export function sectionsOf(report: Report): Section[] {
  const sections: Section[] = [
    { id: 'networks', title: 'Time by network, beside the paper', tables: networkTables(report) },
    { id: 'epochs', title: 'Time epoch by epoch', tables: epochTables(report) },
    { id: 'loss', title: 'The loss alone', tables: lossTables(report) },
    { id: 'steps', title: 'What a step consists of', tables: stepTables(report) },
    { id: 'curves', title: 'Loss curves', tables: curveTables(report) },
    { id: 'quality', title: 'Quality of the registration', tables: qualityTables(report) },
    { id: 'memory', title: 'Memory', tables: memoryTables(report) },
    { id: 'agreement', title: 'Agreement', tables: agreementTables(report) },
  ];
  return sections
    .map((section) => ({
      ...section,
      tables: withoutRepeatedNotes(section.tables.filter(({ rows }) => rows.length > 0)),
    }))
    .filter(({ tables }) => tables.length > 0);
}

/** A note that the next table has too stands under the last of them. */
const withoutRepeatedNotes = (tables: readonly Table[]): Table[] =>
  tables.map((table, index) => {
    const next = tables[index + 1];
    return next?.notes.join() === table.notes.join() ? { ...table, notes: [] } : table;
  });

export const tablesOf = (report: Report): Table[] => sectionsOf(report).flatMap(({ tables }) => tables);

/** One line per failed task, and per training whose losses are not those of the others. */
export function failureLines({ failures, training }: Report): string[] {
  const failed = failures.map(
    ({ contender, task, network, round, message }) =>
      `${contender}, ${task}${network === undefined ? '' : ` of ${network}`}, ${task === 'training' ? 'epoch' : 'round'} ${round}: ${message}`,
  );
  const differing = training
    .filter(({ equalLosses }) => equalLosses === false)
    .map(
      ({ contender, network, lossReference, largestLossDifference }) =>
        `${contender}, training of ${network}: its losses differ from those of ${lossReference} by up to ${scientific(largestLossDifference)}`,
    );
  return [...failed, ...differing];
}
