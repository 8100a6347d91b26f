import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import { conformance } from '../../../../tooling/vitest/conformance.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../../tooling/vitest/software-gpu.ts';
import { webgpuDriver } from '../driver.ts';
import { openNodeDevice } from '../node-device.ts';

/** What a GPU takes milliseconds for keeps a loaded processor busy for seconds. */
const timeout = 120_000;

if (hasRuntime('webgpu', useSoftwareGpu())) {
  const driver = webgpuDriver('Node', await openNodeDevice());
  conformance({ driver, golden: await readGoldenFolder() }, { timeout });
}
