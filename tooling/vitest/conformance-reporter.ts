import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ConformanceReport } from '@fast-lncc/conformance';
import type { Reporter, TestModule } from 'vitest/node';
// The type of a test's meta.
import type {} from './conformance.ts';

type Results = Record<string, ConformanceReport>;

/**
 * Keeps what the conformance suites of a run have found, by backend, in one file. Backends that a run does not test keep
 * what an earlier run has found.
 */
export function conformanceReporter(file: string): Reporter {
  return {
    onTestRunEnd(modules) {
      const found = modules.flatMap(reportsOf);
      if (found.length === 0) return;
      const results = { ...read(file), ...Object.fromEntries(found.map((report) => [report.name, report])) };
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(results, undefined, 2));
      renameSync(`${file}.${process.pid}`, file);
    },
  };
}

const reportsOf = (module: TestModule): ConformanceReport[] =>
  [...module.children.allTests()].flatMap((test) => test.meta().conformance ?? []);

function read(file: string): Results {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
