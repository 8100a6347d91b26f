import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConformanceReport } from '@fast-lncc/conformance';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestModule } from 'vitest/node';
import { conformanceReporter } from '../../vitest/conformance-reporter.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fast-lncc-reporter-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = (name: string, passed: number): ConformanceReport => ({
  name,
  precision: 'float32',
  algorithms: [{ algorithm: 'separable', passed, loss: 1e-6, gradient: 1e-5 }],
  knownGaps: {},
});

interface Outcome {
  readonly conformance?: ConformanceReport;
  readonly state?: 'passed' | 'failed' | 'skipped';
}

/** A module of tests, of which some carry what a suite has found. */
const moduleOf = (...tests: Outcome[]) =>
  ({
    children: {
      allTests: () => tests.map(({ state = 'passed', ...meta }) => ({ meta: () => meta, result: () => ({ state }) })),
    },
  }) as unknown as TestModule;

test('what suites have found is kept by backend, the newest of each', () => {
  const file = path.join(folder, 'made', 'conformance.json');
  const end = (...modules: TestModule[]) => conformanceReporter(file).onTestRunEnd?.(modules, [], 'passed');
  end(moduleOf({}), moduleOf());
  expect(readdirSync(folder)).toEqual([]);
  end(moduleOf({}, { conformance: report('a', 1) }), moduleOf({ conformance: report('b', 2) }));
  end(moduleOf({ conformance: report('b', 3) }));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ a: report('a', 1), b: report('b', 3) });
  expect(readdirSync(path.dirname(file))).toEqual(['conformance.json']);
});

test('a part of a suite leaves the row as it was, a failed test takes it away', () => {
  const file = path.join(folder, 'conformance.json');
  const end = (...modules: TestModule[]) => conformanceReporter(file).onTestRunEnd?.(modules, [], 'passed');
  const kept = () => JSON.parse(readFileSync(file, 'utf8'));
  end(moduleOf({ conformance: report('a', 5) }), moduleOf({ conformance: report('b', 5) }));
  end(moduleOf({ state: 'skipped' }, { conformance: report('a', 0) }));
  expect(kept()).toEqual({ a: report('a', 5), b: report('b', 5) });
  end(moduleOf({ state: 'failed' }, { conformance: report('a', 5) }));
  expect(kept()).toEqual({ b: report('b', 5) });
});

test('a damaged file is told, not taken for an empty one', () => {
  const file = path.join(folder, 'conformance.json');
  writeFileSync(file, '{"a": ');
  const end = () => conformanceReporter(file).onTestRunEnd?.([moduleOf({ conformance: report('a', 5) })], [], 'passed');
  expect(end).toThrow('JSON');
  expect(readFileSync(file, 'utf8')).toBe('{"a": ');
});
