import type { Report } from './build-report.ts';
import type { Table } from './table.ts';
import { failureLines, tablesOf } from './tables.ts';

/** `report.md`. */
export function renderMarkdown(report: Report): string {
  const { machine, settings } = report;
  const packages = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`);
  const memory = `${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB`;
  const failures = failureLines(report);
  const sections = [
    '# LNCC benchmark',
    ...(report.complete
      ? []
      : ['**Unfinished:** the run was interrupted or is still going; these are the measurements so far.']),
    [
      `- Started: ${report.startedAt}`,
      `- Images: ${report.data}`,
      `- Machine: ${machine.processor}, ${machine.cores} cores, ${memory}, ${machine.system}, Node ${machine.node}`,
      `- Versions: ${[...packages, ...(machine.commit ? [`commit ${machine.commit}`] : [])].join(', ')}`,
      `- Settings: networks ${settings.networks.join(', ')}, window ${settings.window}, ${settings.epochs} rounds of ${settings.pairs} timed steps, ${settings.threads} threads, execution provider ${settings.executionProvider}, seed ${settings.seed}`,
    ].join('\n'),
    ...tablesOf(report).map(renderTable),
    ...(failures.length === 0 ? [] : [`## Failed\n\n${failures.map((line) => `- ${line}`).join('\n')}`]),
    `## What these figures do not show\n\n${report.limits.map((limit) => `- ${limit}`).join('\n')}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function renderTable({ title, head, rows, notes }: Table): string {
  const cells = (values: readonly string[]) => `| ${values.map((value) => value.replaceAll('|', '\\|')).join(' | ')} |`;
  const alignment = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [`## ${title}`, '', cells(head), cells(alignment), ...rows.map(cells), '', ...notes].join('\n');
}
