import type { Machine } from '../../results/machine.ts';
import type { Report } from '../build-report.ts';
import { describeMachine } from '../describe-run.ts';

/** Settings that name what is measured, not how: rows of one run alone show them. */
const shownByRows = ['contenders', 'trained', 'networks', 'size'];

/** Everything but the times that differs between two runs, in sentences. */
export function differencesOf(first: Report, second: Report): string[] {
  return [
    ...machines(first, second),
    ...between('Node', first.machine.node, second.machine.node),
    ...between('The commit', first.machine.commit, second.machine.commit),
    ...versions(first.machine, second.machine),
    ...settings(first, second),
    ...between('The images', first.data, second.data),
    ...between('The dataset', first.dataset?.digest, second.dataset?.digest),
    ...([first, second].some(({ complete }) => !complete)
      ? [`${first.complete ? 'The second' : second.complete ? 'The first' : 'Each'} run is unfinished.`]
      : []),
    ...first.warnings.map((warning) => `First run: ${warning}`),
    ...second.warnings.map((warning) => `Second run: ${warning}`),
  ];
}

function machines(first: Report, second: Report): string[] {
  const names = [first, second].map(({ machine, machines }) =>
    (machines ?? [machine]).map((entry) => describeMachine({ ...entry, node: '' }).replace(/, Node $/, '')).join('; '),
  );
  return between('The machine', names[0], names[1]);
}

function versions(first: Machine, second: Machine): string[] {
  const names = new Set([...Object.keys(first.packages), ...Object.keys(second.packages)]);
  return [...names].flatMap((name) => between(name, first.packages[name], second.packages[name]));
}

function settings(first: Report, second: Report): string[] {
  const [own, other] = [first, second].map(({ settings }) => settings as unknown as Record<string, unknown>);
  const keys = new Set([...Object.keys(own!), ...Object.keys(other!)]);
  return [...keys]
    .filter((key) => !shownByRows.includes(key))
    .flatMap((key) => between(`The setting ${key}`, textOf(own![key]), textOf(other![key])));
}

const textOf = (value: unknown): string | undefined =>
  value === undefined ? undefined : Array.isArray(value) ? value.join('x') : String(value);

function between(what: string, first: string | undefined, second: string | undefined): string[] {
  return first === second ? [] : [`${what} differs: ${first ?? 'unknown'}, then ${second ?? 'unknown'}.`];
}
