import { adapterText } from '../../src/engines/webgpu-adapter.ts';
import { softwareNote } from '../../src/page/markdown.ts';
import { isSoftware } from '../device/adapter.ts';
import { requestAdapter } from '../device/problem.ts';
import { elements, showProblem } from './elements.ts';

const wayOut =
  'Chrome and Edge have it from version 113 on, Safari from 26, Firefox on Windows from 141. On Linux, Chrome needs --enable-features=Vulkan and --enable-unsafe-webgpu; chrome://gpu tells what is missing.';

/** The adapter, shown; `undefined` where there is none, with what to do. */
export async function findAdapter(): Promise<GPUAdapter | undefined> {
  const adapter = navigator.gpu === undefined ? undefined : await requestAdapter().catch(() => null);
  if (adapter === undefined || adapter === null) {
    elements.adapter.textContent = 'none';
    showProblem(
      adapter === null
        ? `This browser has WebGPU, but gives no GPU adapter: the GPU or its driver is blocked, or there is none. ${wayOut}`
        : `This browser has no WebGPU. ${wayOut}`,
    );
    return undefined;
  }
  const text = adapterText(adapter.info) || 'an adapter that tells nothing of itself';
  elements.adapter.textContent = text;
  if (isSoftware(adapter)) {
    const mark = document.createElement('strong');
    mark.textContent = ` This is ${softwareNote}.`;
    elements.adapter.append(mark);
  }
  return adapter;
}
