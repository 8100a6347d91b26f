import { create, globals } from 'webgpu';

/** What Dawn frees when it is collected, and then ends the process: held for as long as the tests run. */
const held: unknown[] = [];

/** A device of Dawn for Node. @param limits Above the default, where the adapter has them. */
export async function openNodeDevice(limits: Record<string, number> = {}): Promise<GPUDevice> {
  Object.assign(globalThis, globals);
  const gpu: GPU = create([]);
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error('Dawn found no adapter.');
  const device = await adapter.requestDevice({ requiredLimits: limits });
  held.push(gpu, adapter, device);
  return device;
}
