import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { mergeRuns } from '../src/cluster/merge-runs.ts';
import { readPlan } from '../src/cluster/plan-file.ts';
import { sealLine } from '../src/results/log-line.ts';
import type { StepMeasurement } from '../src/results/measurement.ts';
import { readMeasurements } from '../src/results/measurement-log.ts';
import { type RunFolder, readRunDescription, runFolderAt } from '../src/results/run-folder.ts';
import { built, start } from './built-command.ts';
import { call } from './command-line.ts';
import { temporaryFolder } from './files.ts';

const options = ['--size', '16x16x16', '--networks', 'vm1,lku4', '--engines', 'onnxruntime', '--epochs', '2'];
const contenders = ['--algorithms', 'sequential,separable'];

/** What was found, without what differs from machine to machine. */
const found = ({ measurements }: RunFolder) =>
  readMeasurements(measurements)
    .measurements.filter(({ kind }) => kind !== 'bandwidth')
    .map(({ ...entry }) => {
      for (const key of ['milliseconds', 'loadMilliseconds', 'seconds', 'loadSeconds', 'peakBytes']) {
        delete (entry as Record<string, unknown>)[key];
      }
      return JSON.stringify(entry);
    });

describe('a run in parts', () => {
  async function parts(extra: readonly string[] = contenders) {
    const folder = temporaryFolder();
    const planned = await call(['plan', ...options, ...extra, '--shards', '2'], folder);
    expect(planned.code).toBe(0);
    const shard = (which: string) =>
      call(['run', '--plan', 'plan.json', '--shard', which, '--data', 'prepared', '--output', 'parts'], folder);
    return { folder, shard, at: (name: string) => runFolderAt(join(folder, 'parts', name)) };
  }

  test('is the run in one part, whatever the order of the parts, but for times', async () => {
    const { folder, shard, at } = await parts();
    expect((await shard('2/2')).code).toBe(0);
    expect((await shard('1/2')).code).toBe(0);
    const names = ['parts/shard-2-of-2', 'parts/shard-1-of-2'];
    expect((await call(['merge', ...names, '--output', 'whole'], folder)).code).toBe(0);
    const alone = await call(['run', ...options, ...contenders, '--data', 'prepared'], folder);
    expect(alone.code).toBe(0);
    const whole = runFolderAt(join(folder, 'whole'));
    const unsharded = runFolderAt(join(folder, 'results', readdirSync(join(folder, 'results'))[0]!));
    expect(found(whole)).toEqual(found(unsharded));
    expect(readRunDescription(whole).machines!.length).toBe(2);
    expect(readRunDescription(whole).plan).toBe(readRunDescription(unsharded).plan);
    const report = JSON.parse(readFileSync(whole.reportJson, 'utf8'));
    expect(report.complete).toBe(true);
    expect(report.networks.length).toBe(2);
    expect(existsSync(whole.reportHtml)).toBe(true);
    expect(at('shard-1-of-2').path).toContain('shard-1-of-2');
  });

  test('that is not whole says what is missing, with exit code 1', async () => {
    const { folder, shard } = await parts();
    await shard('1/2');
    const { code, output } = await call(['merge', 'parts/shard-1-of-2', '--output', 'whole'], folder);
    expect(code).toBe(1);
    expect(output).toMatch(/\d+ units are missing:\n {2}(agreement|training|loss) /);
    expect(JSON.parse(readFileSync(join(folder, 'whole', 'report.json'), 'utf8')).complete).toBe(false);
  });

  test('goes on where a part was run before', async () => {
    const { shard } = await parts();
    await shard('1/2');
    const again = await shard('1/2');
    expect(again.code).toBe(0);
    expect(again.output).toMatch(/(\d+) of \1 units were done before/);
  });

  test('refuses a dataset, an option or a shard that is not the plan’s', async () => {
    const { folder, shard } = await parts();
    expect((await shard('3/2')).errors).toMatch(/^UnsupportedOptionError: --shard 3\/2 is none of the plan's/);
    const run = ['run', '--plan', 'plan.json', '--shard', '1/2'];
    expect((await call(run, folder)).errors).toMatch(/--data is missing/);
    expect((await call([...run, '--data', 'prepared', '--seed', '2'], folder)).errors).toMatch(/--seed is decided by/);
    cpSync(join(folder, 'prepared'), join(folder, 'other'), { recursive: true });
    const about = join(folder, 'other', 'dataset.json');
    writeFileSync(about, readFileSync(about, 'utf8').replace('phantom-1', 'phantom-2'));
    const other = await call([...run, '--data', 'other'], folder);
    expect(other.code).toBe(2);
    expect(other.errors).toMatch(
      /^InvalidDataError: .*other is not the dataset of the plan [0-9a-f]{64}: it is phantom-2/,
    );
    // A wrong folder leaves nothing behind that would be in the way of the right one.
    expect((await shard('1/2')).code).toBe(0);
    // Nor may the images change between two starts of one shard.
    writeFileSync(join(folder, 'prepared', 'dataset.json'), readFileSync(about));
    expect((await shard('1/2')).errors).toMatch(/is not the dataset of the plan/);
  });

  test('finds its dataset elsewhere, as on the disk of another node', async () => {
    const { folder, shard } = await parts();
    await shard('1/2');
    renameSync(join(folder, 'prepared'), join(folder, 'moved'));
    const run = ['run', '--plan', 'plan.json', '--shard', '1/2', '--output', 'parts', '--data', 'moved'];
    const again = await call(run, folder);
    expect(again.code).toBe(0);
    expect(again.output).toMatch(/(\d+) of \1 units were done before/);
  });

  test.each([
    ['--profile', 'paper'],
    ['--judged-pairs', '1'],
    ['--repetitions', '2'],
    ['--execution-provider', 'cpu'],
    ['--no-flips'],
  ])('takes no %s: the plan decides it', async (...option) => {
    const { folder } = await parts();
    const { code, errors } = await call(
      ['run', '--plan', 'plan.json', '--shard', '1/2', '--data', 'prepared', ...option],
      folder,
    );
    expect(code).toBe(2);
    expect(errors).toContain(`${option[0]} is decided by the plan`);
  });

  test('refuses a plan that was altered, and files that are none', async () => {
    const { folder } = await parts();
    const path = join(folder, 'plan.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"seed": 1', '"seed": 2'));
    expect(() => readPlan(path)).toThrowError(/its digest is not that of .* it was altered/);
    writeFileSync(path, '{"schema": 7}');
    expect(() => readPlan(path)).toThrowError(InvalidDataError);
    expect(() => readPlan(join(folder, 'nowhere.json'))).toThrowError(/is not a plan: ENOENT/);
  });

  test('parts of different plans, one part twice, and altered lines are refused', async () => {
    const one = await parts();
    const other = await parts(['--algorithms', 'separable,pooled']);
    await one.shard('1/2');
    await other.shard('2/2');
    const first = one.at('shard-1-of-2');
    expect(() => mergeRuns([first, other.at('shard-2-of-2')])).toThrowError(/is of another plan \([0-9a-f]{64}\)/);
    expect(() => mergeRuns([first, first])).toThrowError(/both have ".* a unit counts once/);
    expect(() => mergeRuns([])).toThrowError(/nothing to merge/);
    const lines = readFileSync(first.measurements, 'utf8').split('\n');
    appendFileSync(first.measurements, `${lines[1]!.replace('"contender"', '"Contender"')}\n`);
    expect(() => mergeRuns([first])).toThrowError(/has 1 line\(s\) that were altered/);
  });

  test('a unit that one part began and another finished counts once', async () => {
    const { folder, shard, at } = await parts();
    await shard('1/2');
    const part = at('shard-1-of-2');
    const whole = readMeasurements(part.measurements).measurements;
    const begun = runFolderAt(join(folder, 'begun'));
    cpSync(part.path, begun.path, { recursive: true });
    const lines = readFileSync(begun.measurements, 'utf8').trimEnd().split('\n');
    // The same steps by a process that did not come to the end, and a unit that failed there.
    const interrupted = lines
      .filter((line) => line.includes('"kind":"step"'))
      .map((line) => JSON.parse(line))
      .map(({ attempt: _, checksum: __, ...measurement }) => sealLine(measurement, 'interrupted'));
    const failed = { kind: 'failure', task: 'training', round: 1, message: 'out of memory' } as const;
    const { contender, network } = whole.find(({ kind }) => kind === 'step') as StepMeasurement;
    const failure = sealLine({ ...failed, contender, network }, 'failed');
    writeFileSync(begun.measurements, `${[...interrupted, failure].join('\n')}\n`);
    for (const order of [
      [begun, part],
      [part, begun],
    ]) {
      const merged = mergeRuns(order).lines.map(({ measurement }) => measurement);
      expect(merged.filter(({ kind }) => kind === 'step').length).toBe(
        whole.filter(({ kind }) => kind === 'step').length,
      );
      expect(merged.filter(({ kind }) => kind === 'failure')).toEqual([]);
    }
  });

  test('whose units the settings do not have is refused before anything is written', async () => {
    const { folder, shard } = await parts();
    const path = join(folder, 'plan.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('/sequential 1"', '/sequential 9"'));
    const { code, errors } = await shard('1/2');
    expect(code).toBe(2);
    expect(errors).toMatch(/The plan has ".*\/sequential 9" in shard 1, which is no unit of its settings/);
    expect(existsSync(join(folder, 'parts'))).toBe(false);
  });

  test('with more parts than networks and engines says so in the report', async () => {
    const folder = temporaryFolder();
    await call(['plan', ...options, ...contenders, '--shards', '6'], folder);
    for (const index of [1, 2, 3, 4, 5, 6]) {
      await call(
        ['run', '--plan', 'plan.json', '--shard', `${index}/6`, '--data', 'prepared', '--output', 'p'],
        folder,
      );
    }
    const names = [1, 2, 3, 4, 5, 6].map((index) => `p/shard-${index}-of-6`);
    const { code, output } = await call(['merge', ...names, '--output', 'whole'], folder);
    expect(code).toBe(0);
    expect(output.replace(/\s+/g, ' ')).toContain('contenders are compared that may be of different machines');
    expect(JSON.parse(readFileSync(join(folder, 'whole', 'report.json'), 'utf8')).bandwidth).toBeUndefined();
  });

  test('is not merged into a folder that holds something', async () => {
    const { folder, shard } = await parts();
    await shard('1/2');
    const { code, errors } = await call(['merge', 'parts/shard-1-of-2', '--output', 'prepared'], folder);
    expect(code).toBe(2);
    expect(errors).toMatch(/prepared is not empty/);
  });
});

const unbuilt = !existsSync(built);
if (unbuilt) console.warn('Real shards are not tested: apps/benchmark/dist is missing. Run "npm run build".');

test.skipIf(unbuilt)(
  'real trainings in parts have the losses of one run, bit for bit',
  { timeout: 300_000 },
  async () => {
    const settings = ['--size', '16x16x16', '--networks', 'vm1,lku4', '--engines', 'onnxruntime', '--epochs', '2'];
    const run = [
      ...settings,
      '--pairs',
      '2',
      '--algorithms',
      'sequential,grouped',
      '--repetitions',
      '1',
      '--threads',
      '1',
    ];
    const step = async (args: readonly string[], cwd: string) => {
      const { child, ended } = start(args, { folder: cwd });
      expect(await ended, child.errors()).toEqual({ code: 0, signal: null });
    };
    const folder = temporaryFolder();
    await step(['plan', ...run, '--shards', '2'], folder);
    const shard = ['run', '--plan', 'plan.json', '--data', 'prepared', '--output', 'parts', '--shard'];
    await step([...shard, '1/2'], folder);
    await step([...shard, '2/2'], folder);
    await step(['merge', 'parts/shard-1-of-2', 'parts/shard-2-of-2', '--output', 'whole'], folder);
    await step(['run', ...run, '--data', 'prepared'], folder);
    const unsharded = runFolderAt(join(folder, 'results', readdirSync(join(folder, 'results'))[0]!));
    const losses = (of: RunFolder) =>
      readMeasurements(of.measurements).measurements.flatMap((entry) =>
        entry.kind === 'step' ? [`${entry.network} ${entry.contender} ${entry.epoch} ${entry.step} ${entry.loss}`] : [],
      );
    const whole = losses(runFolderAt(join(folder, 'whole')));
    expect(whole.length).toBe(2 * 2 * 2 * 3);
    expect(whole).toEqual(losses(unsharded));
  },
);
