import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

/** A module of tests, of which some carry what a suite has found. */
const moduleOf = (...metas: { conformance?: ConformanceReport }[]) =>
  ({ children: { allTests: () => metas.map((meta) => ({ meta: () => meta })) } }) as unknown as TestModule;

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
