interface Compiled {
  readonly pipeline: GPUComputePipeline;
  users: number;
}

const compiled = new WeakMap<GPUDevice, Map<string, Compiled>>();

const pipelinesOf = (device: GPUDevice): Map<string, Compiled> => {
  const known = compiled.get(device) ?? new Map<string, Compiled>();
  compiled.set(device, known);
  return known;
};

const retained = new WeakSet<GPUDevice>();

/** Keeps what is compiled for a device from here on, for callers that make many evaluators in turn. */
export const retainPipelines = (device: GPUDevice): void => void retained.add(device);

/** The pipeline of a shader on a device, shared by everybody who has acquired it and not yet released it. */
export function acquirePipeline(device: GPUDevice, code: string, label: string): GPUComputePipeline {
  const pipelines = pipelinesOf(device);
  const known = pipelines.get(code) ?? { pipeline: compile(device, code, label), users: 0 };
  known.users++;
  pipelines.set(code, known);
  return known.pipeline;
}

/** Lets go of a pipeline; the last one to do so drops it. */
export function releasePipeline(device: GPUDevice, code: string): void {
  const pipelines = pipelinesOf(device);
  const known = pipelines.get(code);
  if (known === undefined) return;
  known.users--;
  if (known.users === 0 && !retained.has(device)) pipelines.delete(code);
}

/** Pipelines held on a device. */
export const countPipelines = (device: GPUDevice): number => pipelinesOf(device).size;

function compile(device: GPUDevice, code: string, label: string): GPUComputePipeline {
  const module = device.createShaderModule({ code, label });
  return device.createComputePipeline({ label, layout: 'auto', compute: { module, entryPoint: 'main' } });
}
