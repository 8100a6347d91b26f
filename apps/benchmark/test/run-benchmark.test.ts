import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { contenderId } from '../src/contenders/contender.ts';
import { selectContenders } from '../src/contenders/select.ts';
import { planJobs } from '../src/process/plan.ts';
import { buildReport } from '../src/report/build-report.ts';
import { openMeasurementLog, readMeasurements } from '../src/results/measurement-log.ts';
import { createRunFolder } from '../src/results/run-folder.ts';
import { runBenchmark } from '../src/run/run-benchmark.ts';
import { findRunData } from '../src/run/run-data.ts';
import { startRun } from '../src/run/start-run.ts';
import { temporaryFolder } from './files.ts';
import { tinySettings } from './settings.ts';

const worker = fileURLToPath(new URL('./workers/scripted.mjs', import.meta.url));

async function prepare(abort?: AbortController) {
  const contenders = selectContenders({
    engines: ['onnxruntime'],
    algorithms: ['sequential', 'grouped', 'separable', 'pooled'],
  });
  const settings = { ...tinySettings, contenders: contenders.map(contenderId), trained: contenders.map(contenderId) };
  const startedAt = new Date();
  const folder = createRunFolder(temporaryFolder(), 'run', startedAt);
  const lines: string[] = [];
  const write = (text: string) => {
    lines.push(text);
    if (text.includes('loss onnxruntime/sequential')) abort?.abort();
  };
  const source = findRunData({ size: settings.size, seed: 1, pairs: settings.pairs });
  const description = await startRun({ settings, source, folder, startedAt });
  const jobs = planJobs(contenders, settings, folder, folder.data);
  const signal = (abort ?? new AbortController()).signal;
  const request = { jobs, description, folder, worker, signal, output: { write, isTerminal: false } };
  return { request, folder, lines };
}

test('a contender that crashes and one that disagrees are reported and left out; the others go on', async () => {
  const { request, folder, lines } = await prepare();
  const report = await runBenchmark(request);
  expect(report.complete).toBe(true);
  expect(report.agreement.map(({ contender, agrees }) => `${contender} ${agrees}`)).toEqual([
    'onnxruntime/sequential true',
    'onnxruntime/grouped true',
    'onnxruntime/separable true',
    'onnxruntime/pooled false',
  ]);
  expect(report.failures).toEqual([
    {
      kind: 'failure',
      contender: 'onnxruntime/grouped',
      task: 'loss',
      round: 1,
      message: 'the process ended with code 7 before it was done',
    },
  ]);
  const timed = ['onnxruntime/sequential', 'onnxruntime/separable'];
  expect(report.loss.map(({ contender }) => contender)).toEqual(timed);
  expect(report.training.map(({ contender }) => contender)).toEqual(timed);
  expect(report.training[0]!.secondsPerEpoch).toEqual([40.703, 40.703]);
  expect(lines.filter((line) => line.includes('grouped')).length).toBe(2);
  expect(lines.filter((line) => line.includes('pooled')).length).toBe(1);

  expect(JSON.parse(readFileSync(folder.reportJson, 'utf8'))).toEqual(JSON.parse(JSON.stringify(report)));
  expect(readFileSync(folder.reportMarkdown, 'utf8')).toContain('| Algorithm 1 | 40.7 | 40.7 | 40.7 |');
  for (const file of ['moving.f32', 'fixed.f32', 'pair.json']) expect(existsSync(join(folder.pair, file))).toBe(true);
});

test('an interruption keeps what was measured and writes the report', async () => {
  const { request, folder } = await prepare(new AbortController());
  const report = await runBenchmark(request);
  expect(report.complete).toBe(false);
  expect(report.loss.map(({ contender }) => contender)).toEqual(['onnxruntime/sequential']);
  expect(report.failures).toEqual([]);
  expect(readMeasurements(folder.measurements).measurements.length).toBe(7);
  expect(readFileSync(folder.reportMarkdown, 'utf8')).toContain('**Unfinished:**');
});

test('the report of a run that goes on counts a unit once that was interrupted, and a failure not at all that is mended', async () => {
  const { request, folder } = await prepare();
  const contender = 'onnxruntime/sequential';
  const unit = { contender, network: 'vm1' } as const;
  const step = { ...unit, kind: 'step', shape: request.description.settings.size, epoch: 1, pair: 0 } as const;
  const path = { loss: -0.7, similarity: -0.7, smoothness: 0, learningRate: 1e-4 };
  const log = openMeasurementLog(folder.measurements);
  for (const index of [0, 1]) {
    log.append({ ...step, ...path, step: index, milliseconds: 900, loadMilliseconds: 1 }, 'aaaaaaaa');
  }
  log.append({ ...unit, kind: 'failure', task: 'training', round: 1, message: 'killed' }, 'aaaaaaaa');
  log.close();
  const report = await runBenchmark({ ...request, retry: true });
  expect(report.failures.map(({ message }) => message)).toEqual(['the process ended with code 7 before it was done']);
  const { measurements } = readMeasurements(folder.measurements);
  expect(report).toEqual(buildReport(request.description, measurements));
  const steps = report.training.find((row) => row.contender === contender)!.step.count;
  expect(steps).toBe(request.description.settings.epochs * request.description.settings.pairs);
});
