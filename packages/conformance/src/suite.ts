import type { BackendDriver, ImageArray, Runner } from './contract.ts';
import { assertKnownGaps, gapOf } from './gaps.ts';
import type { GoldenCase } from './golden/golden-case.ts';
import { type ConformanceReport, createReport } from './report.ts';
import { createContext, type Scenario } from './scenario.ts';
import { allScenarios } from './scenarios/index.ts';

/** What {@link runConformance} takes. */
export interface ConformanceOptions<Image extends ImageArray> extends Runner {
  readonly driver: BackendDriver<Image>;
  /** The golden cases: `await readGoldenFolder()` from `@fast-lncc/conformance/golden`, or `readGoldenCase` over `fetch`. */
  readonly golden: readonly GoldenCase[];
  /** Is given what was found, by the last test. */
  readonly publish?: (report: ConformanceReport) => void;
}

/**
 * Registers every scenario for every algorithm of a backend, as one test each, and a last one that prints the largest
 * errors seen and what was left out.
 *
 * @throws Error when `knownGaps` names a scenario that does not exist or cannot be a gap.
 */
export function runConformance<Image extends ImageArray>(options: ConformanceOptions<Image>): void {
  const { describe, test, golden } = options;
  // The suite makes every array through the driver's precision, so the kind of array is the driver's own.
  const driver = options.driver as unknown as BackendDriver<ImageArray>;
  const scenarios = allScenarios(golden);
  assertKnownGaps(driver, scenarios);
  const report = createReport(driver);
  describe(`conformance of ${driver.name}`, () => {
    for (const algorithm of driver.algorithms) {
      describe(algorithm, () => {
        for (const scenario of scenarios) {
          const limitation = scenario.limited?.(driver.precision);
          if (limitation !== undefined) report.limit(scenario.key, limitation.reason);
          if (limitation?.excluded) continue;
          const gap = gapOf(driver, scenario, algorithm);
          const run = () =>
            scenario.run(
              createContext(driver, algorithm, (observed) => report.record(scenario.key, algorithm, observed)),
            );
          const pass = () => run().then(() => report.pass(algorithm));
          test(`${scenario.key}@${algorithm}`, gap === undefined ? pass : () => expectGap(scenario, gap, run));
        }
      });
    }
    test('report', async () => {
      report.print();
      options.publish?.(report.summary());
    });
  });
}

async function expectGap({ key }: Scenario, reason: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch {
    return;
  }
  throw new Error(`The known gap '${key}' (${reason}) has closed: remove it from knownGaps.`);
}
