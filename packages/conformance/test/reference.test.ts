import { conformance } from '../../../tooling/vitest/conformance.ts';
import { readGoldenFolder } from '../src/golden/index.ts';
import { referenceDriver } from '../src/reference-driver.ts';

conformance({ driver: referenceDriver, golden: await readGoldenFolder() });
