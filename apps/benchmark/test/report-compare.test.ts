import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { buildReport } from '../src/report/build-report.ts';
import { compareReports } from '../src/report/compare/compare-reports.ts';
import { writeReports } from '../src/report/write-reports.ts';
import { openMeasurementLog } from '../src/results/measurement-log.ts';
import { runFolderAt, writeRunDescription } from '../src/results/run-folder.ts';
import { call } from './command-line.ts';
import { temporaryFolder } from './files.ts';
import { type SyntheticRun, syntheticRun } from './synthetic-run.ts';

const small = { networks: ['vm1', 'tm'], epochs: 2 } as const;

function reportOf(options: SyntheticRun) {
  const { description, measurements } = syntheticRun(options);
  return buildReport(description, measurements);
}

/** A results folder of a synthetic run. */
function written(options: SyntheticRun): string {
  const folder = runFolderAt(temporaryFolder());
  const { description, measurements } = syntheticRun(options);
  writeRunDescription(folder, description);
  const log = openMeasurementLog(folder.measurements);
  for (const measurement of measurements) log.append(measurement);
  log.close();
  writeReports(folder, buildReport(description, measurements));
  return folder.path;
}

describe('two runs', () => {
  const first = { name: 'a', report: reportOf(small) };

  test('have ratios whose intervals hold what was put in', () => {
    const second = { name: 'b', report: reportOf({ ...small, seed: 2, slowness: 1.25 }) };
    const { training, loss } = compareReports(first, second);
    expect(training.length).toBe(6);
    expect(loss.length).toBe(3);
    for (const { ratio, interval, first: own, second: other } of [...training, ...loss]) {
      expect(ratio).toBe(other / own);
      expect(ratio).toBeCloseTo(1.25, 1);
      expect(interval!.low).toBeLessThan(ratio);
      expect(interval!.high).toBeGreaterThan(ratio);
      expect(interval!.high - interval!.low).toBeLessThan(0.1);
    }
  });

  test('of the same measurements have ratios of 1 and no differences', () => {
    const { training, differences, onlyFirst } = compareReports(first, { ...first, name: 'b' });
    expect(training.map(({ ratio }) => ratio)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(differences).toEqual([]);
    expect(onlyFirst).toEqual([]);
  });

  test('tell what else differs, and what only one has', () => {
    const { report } = { report: reportOf({ ...small, networks: ['vm1', 'vm2'] }) };
    const machine = {
      ...report.machine,
      processor: 'Another',
      packages: { '@fast-lncc/core': '0.0.1' },
      commit: 'fff',
    };
    const settings = { ...report.settings, threads: 2 };
    const { differences, onlyFirst, onlySecond } = compareReports(first, {
      name: 'b',
      report: { ...report, machine, settings, complete: false },
    });
    expect(differences).toEqual([
      'The machine differs: Synthetic Processor 3000, 2 cores, 8.0 GiB, Linux, then Another, 2 cores, 8.0 GiB, Linux.',
      'The commit differs: 0123456789ab, then fff.',
      '@fast-lncc/core differs: 0.0.0, then 0.0.1.',
      'onnxruntime-node differs: 1.30.0, then unknown.',
      'The setting threads differs: 1, then 2.',
      'The second run is unfinished.',
    ]);
    expect(onlyFirst).toContain('training of tm with onnxruntime/auto on 160x192x224');
    expect(onlySecond).toContain('training of vm2 with onnxruntime/auto on 160x192x224');
  });

  test('without a row in common are refused', () => {
    const other = { name: 'b', report: reportOf({ ...small, engine: 'tfjs-node' }) };
    expect(() => compareReports(first, other)).toThrow(InvalidDataError);
    expect(() => compareReports(first, other)).toThrow(
      /Nothing in these runs can be compared: a has onnxruntime.sequential, .* on 160x192x224 \(networks vm1, tm\); b has tfjs-node/,
    );
  });
});

describe('the command', () => {
  test('takes folders and report.json files, prints at most 79 columns, writes a page and Markdown', async () => {
    const first = written(small);
    const second = written({ ...small, seed: 2, slowness: 0.5 });
    const folder = temporaryFolder();
    const files = ['--html', 'two <runs>.html', '--markdown', 'two.md'];
    const { code, output } = await call(['report', 'compare', first, join(second, 'report.json'), ...files], folder);
    expect(code).toBe(0);
    expect(output).toMatch(/onnxruntime\/auto +VM-1 +160x192x224 +2\d{3} +1\d{3} +0\.(49|50)\d +0\.\d\d–0\.\d\d/);
    for (const line of output.split('\n')) {
      if (!line.includes('/tmp') && !line.includes(folder)) expect(line.length, line).toBeLessThanOrEqual(79);
    }
    const page = readFileSync(join(folder, 'two <runs>.html'), 'utf8');
    expect(page).toContain('<th scope="row">onnxruntime/auto</th><td>VM-1</td>');
    expect(readFileSync(join(folder, 'two.md'), 'utf8')).toMatch(
      /\| onnxruntime\/auto \| VM-1 \| 160x192x224 \| 2\d{3} \| 1\d{3} \|/,
    );
  });

  test.each([
    ['nowhere.json', 'There is no'],
    ['torn.json', 'cannot be read as JSON'],
    ['other.json', 'is not the report.json of a benchmark run'],
    ['old.json', 'has schema 1; 2 is needed'],
    ['nowhere', 'is not the folder of a benchmark run'],
  ])('refuses %s', async (path, message) => {
    const folder = temporaryFolder();
    const lists = { training: [], loss: [], networks: [], failures: [] };
    writeFileSync(join(folder, 'torn.json'), '{"schema": 2');
    writeFileSync(join(folder, 'other.json'), '[1, 2]');
    writeFileSync(join(folder, 'old.json'), JSON.stringify(lists));
    const { code, errors } = await call(['report', 'compare', path, path], folder);
    expect(code).toBe(2);
    expect(errors).toContain('InvalidDataError');
    expect(errors).toContain(message);
  });
});
