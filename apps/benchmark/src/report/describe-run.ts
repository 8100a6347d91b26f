import { formatShape } from '../data/volume.ts';
import type { Machine } from '../results/machine.ts';
import type { Report } from './build-report.ts';

/** What was run where, as labels and texts. */
export function describeRun(report: Report): (readonly [label: string, text: string])[] {
  const { settings, machine, machines, dataset, plan } = report;
  const all = machines ?? [machine];
  const epochs = `${settings.epochs} epoch(s) of ${settings.pairs} pair(s)${settings.flips ? ', flipped at random' : ''}`;
  return [
    ['Started', report.startedAt],
    ['Images', report.data],
    ...(dataset
      ? [['Dataset', `${dataset.name}, ${dataset.pairs} pair(s), ${dataset.folder}, digest ${dataset.digest}`] as const]
      : []),
    ...all.map(
      (entry, index) => [all.length > 1 ? `Machine ${index + 1}` : 'Machine', describeMachine(entry)] as const,
    ),
    ['Versions', versionsOf(machine).join(', ')],
    [
      'Settings',
      `profile ${settings.profile}, networks ${settings.networks.join(', ')}, ${formatShape(settings.size)}, window ${settings.window}, ${epochs}, ${settings.threads} threads, execution provider ${settings.executionProvider}, seed ${settings.seed}`,
    ],
    ...(plan === undefined ? [] : [['Plan', plan] as const]),
  ];
}

export function describeMachine(machine: Machine): string {
  const memory = `${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB`;
  return `${machine.processor}, ${machine.cores} cores, ${memory}, ${machine.system}, Node ${machine.node}`;
}

export function versionsOf({ packages, commit }: Machine): string[] {
  return [
    ...Object.entries(packages).map(([name, version]) => `${name} ${version}`),
    ...(commit ? [`commit ${commit}`] : []),
  ];
}
