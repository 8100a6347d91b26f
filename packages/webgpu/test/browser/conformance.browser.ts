import { conformance } from '../../../../tooling/vitest/conformance.ts';
import { readGoldenInBrowser } from '../../../../tooling/vitest/golden-in-browser.ts';
import { checkDevice } from '../check-device.ts';
import { checkErrors } from '../check-errors.ts';
import { webgpuDriver } from '../driver.ts';

/** The lib of pages is not part of the project. */
declare const navigator: NavigatorGPU;

const adapter = await navigator.gpu.requestAdapter();
if (adapter === null) throw new Error('Chromium has no WebGPU adapter.');
const open = async () => {
  const another = await navigator.gpu.requestAdapter();
  if (another === null) throw new Error('Chromium has no WebGPU adapter.');
  return another.requestDevice();
};

const driver = webgpuDriver('Chromium', await adapter.requestDevice());
conformance({ driver, golden: await readGoldenInBrowser() });
checkDevice('Chromium', await open());
checkErrors('Chromium', open);
