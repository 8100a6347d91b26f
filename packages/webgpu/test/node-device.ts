import { create, globals } from 'webgpu';

/** What Dawn frees when it is collected, and then ends the process: held for as long as the tests run. */
const held: unknown[] = [];

/**
 * A device of Dawn for Node.
 *
 * @param limits Above the default; or their names, for as much as the adapter has.
 */
export async function openNodeDevice(
  limits: Record<string, number> | readonly (keyof GPUSupportedLimits & string)[] = {},
): Promise<GPUDevice> {
  Object.assign(globalThis, globals);
  const gpu: GPU = create([]);
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error('Dawn found no adapter.');
  const requiredLimits = Array.isArray(limits)
    ? Object.fromEntries(limits.map((name) => [name, adapter.limits[name as keyof GPUSupportedLimits]]))
    : limits;
  const device = await adapter.requestDevice({ requiredLimits });
  held.push(gpu, adapter, device);
  return device;
}
