import { defineConfig } from 'vitest/config';
import { summaryReporter } from './tooling/vitest/summary-reporter.ts';

export default defineConfig({
  test: {
    projects: [
      'packages/*',
      'packages/*/vitest.{browser,isolated}.config.ts',
      'apps/*',
      'tooling/setup',
      'tooling/native',
      'tooling/generate',
      'tooling/package-check',
    ],
    reporters: ['default', summaryReporter()],
    // Several suites hold a native runtime that is itself parallel.
    maxWorkers: 2,
  },
});
