import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ConformanceReport } from '@fast-lncc/conformance';
import type { Reporter, TestModule } from 'vitest/node';
// The type of a test's meta.
import type {} from './conformance.ts';

type Results = Record<string, ConformanceReport>;

/**
 * Keeps what the conformance suites of a run have found, by backend, in one file. A backend whose file of tests did not
 * run as a whole keeps what an earlier run has found; one of whose tests failed has nothing to show.
 */
export function conformanceReporter(file: string): Reporter {
  return {
    onTestRunEnd(modules) {
      const found = modules.map((module) => ({ reports: reportsOf(module), outcome: outcomeOf(module) }));
      if (!found.some(({ reports }) => reports.length > 0)) return;
      const results = read(file);
      for (const { reports, outcome } of found) {
        for (const report of reports) {
          if (outcome === 'passed') results[report.name] = report;
          if (outcome === 'failed') delete results[report.name];
        }
      }
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(results, undefined, 2));
      renameSync(`${file}.${process.pid}`, file);
    },
  };
}

const reportsOf = (module: TestModule): ConformanceReport[] =>
  [...module.children.allTests()].flatMap((test) => test.meta().conformance ?? []);

/** Of a file of tests, as the runner sees it: only the runner knows of a test that took too long. */
function outcomeOf(module: TestModule): 'passed' | 'failed' | 'in part' {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  if (states.includes('failed')) return 'failed';
  return states.every((state) => state === 'passed') ? 'passed' : 'in part';
}

const read = (file: string): Results => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
