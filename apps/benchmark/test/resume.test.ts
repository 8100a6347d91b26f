import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildReport, type Report } from '../src/report/build-report.ts';
import type { StepMeasurement } from '../src/results/measurement.ts';
import { readLines, readMeasurements } from '../src/results/measurement-log.ts';
import { type RunFolder, readRunDescription, runFolderAt } from '../src/results/run-folder.ts';
import { unitOf } from '../src/results/unit.ts';
import { built, start, until } from './built-command.ts';

const unbuilt = !existsSync(built);
if (unbuilt) console.warn('Resuming is not tested: apps/benchmark/dist is missing. Run "npm run build".');

/** How often the run is killed; a longer hunt for bad moments sets more. */
const kills = Number(process.env.FAST_LNCC_KILLS ?? 4);

const tiny = ['--size', '16x16x16', '--repetitions', '1', '--threads', '1', '--engines', 'onnxruntime'];
const run = [...tiny, '--epochs', '3', '--pairs', '4', '--algorithms', 'sequential,grouped', '--judged-pairs', '1'];

/** What a run found, without what differs from time to time. */
function found({ measurements }: RunFolder) {
  const lines = readMeasurements(measurements).measurements.flatMap((entry) => {
    if (entry.kind === 'step') return [pathOf(entry)];
    if (entry.kind === 'quality')
      return [`quality ${entry.contender} ${entry.epoch} ${entry.pair} ${entry.dice} ${entry.endpointError}`];
    if (entry.kind === 'epoch') return [`epoch ${entry.contender} ${entry.epoch} ${entry.steps}`];
    if (entry.kind === 'memory') return [`memory ${unitOf(entry)}`];
    if (entry.kind === 'agreement') return [`agreement ${entry.contender} ${entry.epoch} ${entry.loss}`];
    return entry.kind === 'failure' ? [`failure ${entry.message}`] : [];
  });
  return lines.toSorted();
}

const pathOf = ({ contender, epoch, step, pair, loss }: StepMeasurement) =>
  `step ${contender} ${epoch} ${step} ${pair} ${loss}`;

describe.skipIf(unbuilt)('a run that is ended at any moment', () => {
  test(`by kill -9, ${kills} times, goes on to the very losses of one that was not, and counts nothing twice`, {
    timeout: 300_000 + kills * 20_000,
  }, async () => {
    const whole = start(run);
    expect(await whole.ended).toEqual({ code: 0, signal: null });
    const expected = found(whole.child.runFolder());
    expect(expected.filter((line) => line.startsWith('step')).length).toBe(2 * 3 * 5);
    expect(expected.filter((line) => line.startsWith('epoch')).length).toBe(2 * 3);
    expect(readdirSync(whole.child.runFolder().states)).toEqual([]);

    const first = start(run);
    const results = () => first.child.runFolder();
    await until(() => first.child.measured('agreement') > 0);
    let running = first;
    for (let kill = 0; kill < kills; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 5000));
      running.child.process.kill('SIGKILL');
      await running.ended;
      // Whatever was on the disk can be read, and is never counted twice.
      const steps = readMeasurements(results().measurements).measurements.filter(({ kind }) => kind === 'step');
      const places = steps.map((entry) => entry.kind === 'step' && `${entry.contender} ${entry.epoch} ${entry.step}`);
      expect(new Set(places).size).toBe(places.length);
      running = start(['resume', results().path]);
    }
    expect(await running.ended).toEqual({ code: 0, signal: null });
    expect(found(results())).toEqual(expected);
    expect(readdirSync(results().states)).toEqual([]);
    const { lines, damagedLines } = readLines(results().measurements);
    const counted = readMeasurements(results().measurements).measurements.length;
    console.info(`${kills} kills: ${lines.length} lines written, ${counted} count`);
    expect(damagedLines).toBe(0);
    const report: Report = JSON.parse(readFileSync(results().reportJson, 'utf8'));
    expect(report.complete).toBe(true);
    // The report of the process that ended the run is that of its log.
    expect(report.training.map((row) => row.losses.length)).toEqual([3 * 4, 3 * 4]);
    const rebuilt = buildReport(readRunDescription(results()), readMeasurements(results().measurements).measurements);
    expect(report.training).toEqual(JSON.parse(JSON.stringify(rebuilt.training)));
  });

  test('by Ctrl-C says how to go on; a finished run has nothing left to do', { timeout: 300_000 }, async () => {
    const { child, ended } = start(run);
    await until(() => child.measured('epoch') > 1);
    child.process.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, signal: null });
    const { path } = child.runFolder();
    expect(child.output()).toContain(`npm run benchmark -- resume ${path}`);
    const rest = start(['resume', path]);
    expect(await rest.ended).toEqual({ code: 0, signal: null });
    expect(rest.child.output()).toMatch(/\d+ of 14 units were done before/);
    const again = start(['resume', path]);
    expect(await again.ended).toEqual({ code: 0, signal: null });
    expect(again.child.output()).toContain('14 of 14 units were done before');
  });
});

describe.skipIf(unbuilt)('a folder', () => {
  const endless = [...tiny, '--pairs', '5000', '--algorithms', 'separable'];

  test('that another process writes to is refused with code 3, and that process goes on', async () => {
    const { child } = start(endless);
    await until(() => child.measured('step') > 1);
    const { path } = child.runFolder();
    const second = start(['resume', path]);
    expect(await second.ended).toEqual({ code: 3, signal: null });
    expect(second.child.errors()).toMatch(
      new RegExp(`^StorageError: ${path} is written by process ${child.process.pid} on .*Wait for its end`),
    );
    const before = child.measured('step');
    await until(() => child.measured('step') > before);
  });

  test('on a full disk ends the run with code 3, and what was measured can be read', { timeout: 180_000 }, async () => {
    if (process.platform === 'win32') return console.warn('skipped: file sizes are limited by a shell of POSIX');
    const { child, ended } = start(endless);
    await until(() => child.measured('step') > 1);
    child.process.kill('SIGKILL');
    await ended;
    const folder = child.runFolder();
    const before = readMeasurements(folder.measurements).measurements.length;
    // Files may not grow beyond this size, which lets a state be written; empty lines leave room for one measurement.
    const kibibytes = 16 * 1024;
    const { size } = statSync(folder.measurements);
    appendFileSync(folder.measurements, '\n'.repeat(kibibytes * 1024 - size - 500));
    const full = start(['resume', folder.path], { fileKibibytes: kibibytes });
    expect(await full.ended).toEqual({ code: 3, signal: null });
    expect(full.child.errors()).toMatch(/^StorageError: .*measurements\.jsonl cannot be written \(EFBIG/);
    expect(full.child.errors()).toContain('What was measured before is kept');
    const { measurements, ignoredLines, damagedLines } = readMeasurements(folder.measurements);
    expect(measurements.length).toBeGreaterThan(2);
    expect(measurements.length).toBeLessThanOrEqual(before + 1);
    expect(ignoredLines + damagedLines).toBeLessThanOrEqual(2);
    expect(existsSync(folder.lock)).toBe(false);
  });

  test('that has no space for the state of a training ends the run, and blames no contender', async () => {
    if (process.platform === 'win32') return console.warn('skipped: file sizes are limited by a shell of POSIX');
    const args = [...tiny, '--pairs', '1', '--epochs', '1', '--algorithms', 'separable'];
    const { child, ended } = start(args, { fileKibibytes: 1024 });
    expect(await ended).toEqual({ code: 3, signal: null });
    expect(child.errors()).toMatch(
      /^StorageError: .*epoch-1\.state' could not be written .*go on with the command resume/,
    );
    const folder = child.runFolder();
    const { measurements } = readMeasurements(folder.measurements);
    expect(measurements.map(({ kind }) => kind)).not.toContain('failure');
    const rest = start(['resume', folder.path]);
    expect(await rest.ended).toEqual({ code: 0, signal: null });
    expect(rest.child.output()).toContain('2 of 3 units were done before');
  });

  test('of no run, or whose dataset is another, cannot be resumed', async () => {
    const nowhere = start(['resume', 'nowhere']);
    expect(await nowhere.ended).toEqual({ code: 2, signal: null });
    const { child, ended } = start([...tiny, '--pairs', '2', '--epochs', '1', '--algorithms', 'separable']);
    expect(await ended).toEqual({ code: 0, signal: null });
    const folder = runFolderAt(child.runFolder().path);
    const about = join(folder.data, 'dataset.json');
    writeFileSync(about, readFileSync(about, 'utf8').replace('phantom-1', 'phantom-2'));
    const other = start(['resume', folder.path]);
    expect(await other.ended).toEqual({ code: 2, signal: null });
    expect(other.child.errors()).toMatch(/^InvalidDataError: .*is not the dataset that/);
  });
});
