import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { buildReport, type Report } from '../src/report/build-report.ts';
import type { Measurement } from '../src/results/measurement.ts';
import type { RunDescription } from '../src/results/run-folder.ts';
import { call } from './command-line.ts';
import { tinyDescription } from './settings.ts';
import { syntheticRun } from './synthetic-run.ts';

const schema = JSON.parse(readFileSync(new URL('../report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

/** What the schema finds wrong in a report that was written and read again. */
function errorsIn(report: Report): string[] {
  validate(JSON.parse(JSON.stringify(report)));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

const { description, measurements } = syntheticRun({ networks: ['vm1', 'tm'], epochs: 2 });
const errorsOf = (entries: readonly Measurement[], about: RunDescription = description) =>
  errorsIn(buildReport(about, entries));

describe('report.schema.json describes', () => {
  test('a whole run', () => expect(errorsOf(measurements)).toEqual([]));

  test('a run of which nothing was measured yet', () => expect(errorsOf([], tinyDescription)).toEqual([]));

  test('transfers, failures, disagreement and losses that are not finite', () => {
    const broken = measurements.map((entry): Measurement => {
      if (entry.kind === 'step') return { ...entry, loss: Number.NaN };
      if (entry.kind === 'epoch') return { ...entry, transferMilliseconds: 1 };
      return entry.kind === 'agreement' ? { ...entry, lossError: Number.NaN, agrees: false } : entry;
    });
    const failure = { kind: 'failure', contender: 'wasm/fused', task: 'loss', round: 1, message: 'boom' } as const;
    expect(errorsOf([...broken, failure])).toEqual([]);
  });

  test('a merged run', () => {
    const machines = [description.machine, { ...description.machine, commit: 'abc', load: 9 }];
    expect(errorsOf(measurements, { ...description, machines, plan: 'f'.repeat(64) })).toEqual([]);
  });

  test('what the command writes', async () => {
    const { code, startFolder } = await call([
      '--size',
      '16x16x16',
      '--engines',
      'onnxruntime',
      '--algorithms',
      'separable',
    ]);
    expect(code).toBe(0);
    const { readdirSync } = await import('node:fs');
    const [run] = readdirSync(`${startFolder}/results`);
    const text = readFileSync(`${startFolder}/results/${run}/report.json`, 'utf8');
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  });
});

test('what it does not describe is refused', () => {
  const report = buildReport(description, measurements);
  expect(errorsIn({ ...report, unknown: 1 } as Report)).toEqual([expect.stringContaining('additional properties')]);
  expect(errorsIn({ ...report, schema: 3 } as unknown as Report)).toEqual([expect.stringContaining('/schema')]);
  const { limits: _, ...without } = report;
  expect(errorsIn(without as Report)).toEqual([expect.stringContaining("'limits'")]);
});
