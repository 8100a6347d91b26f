import {
  type ConformanceOptions,
  type ConformanceReport,
  type ImageArray,
  runConformance,
} from '@fast-lncc/conformance';
import { describe, type TaskMeta, test } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What the conformance suite has found, on its last test. */
    conformance?: ConformanceReport;
  }
}

/** What {@link conformance} takes beside the driver and the golden cases. */
interface Settings {
  /** Milliseconds for one test. Default: the project's. */
  readonly timeout?: number;
  /** Whether the runtime is there; its tests are skipped otherwise. Default true. */
  readonly runs?: boolean;
}

/**
 * Registers the conformance suite with vitest, in Node or in a page, in such a way that what it finds reaches
 * {@link conformanceReporter}.
 */
export function conformance<Image extends ImageArray>(
  { driver, golden }: Pick<ConformanceOptions<Image>, 'driver' | 'golden'>,
  { timeout, runs = true }: Settings = {},
): void {
  let meta: TaskMeta | undefined;
  runConformance({
    driver,
    golden,
    describe: describe.runIf(runs),
    test: (title, body) =>
      test(
        title,
        async ({ task }) => {
          meta = task.meta;
          await body();
        },
        timeout,
      ),
    publish: (report) => {
      if (meta !== undefined) meta.conformance = report;
    },
  });
}
