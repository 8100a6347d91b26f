import { defineConfig } from 'vitest/config';
import { conformanceReporter } from './tooling/vitest/conformance-reporter.ts';
import { summaryReporter } from './tooling/vitest/summary-reporter.ts';

export default defineConfig({
  test: {
    projects: [
      'packages/*',
      'packages/*/vitest.{browser,isolated}.config.ts',
      'apps/*',
      'tooling/conformance-table',
      'tooling/setup',
      'tooling/native',
      'tooling/generate',
      'tooling/package-check',
    ],
    reporters: ['default', summaryReporter(), conformanceReporter('node_modules/.fast-lncc/conformance.json')],
    // Several suites hold a native runtime that is itself parallel.
    maxWorkers: 2,
  },
});
