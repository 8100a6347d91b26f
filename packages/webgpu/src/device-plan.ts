import { bufferUsage } from './buffer-usage.ts';
import { acquirePipeline, releasePipeline } from './pipelines.ts';
import type { Plan } from './plan/plan.ts';
import { blockBytes } from './shaders/fields.ts';

/** Buffers by the names that shaders give them. */
export type NamedBuffers = Readonly<Record<string, GPUBuffer>>;

/** A plan with its pipelines and its scratch on a device. */
export interface DevicePlan {
  readonly plan: Plan;
  /** Adds the dispatches to an encoder. @param buffers The caller's, by the names in the plan. */
  record(encoder: GPUCommandEncoder, buffers: NamedBuffers): void;
  dispose(): void;
}

/** Compiles the kernels of a plan and makes its scratch: maps between the kernels, partial sums, table, uniform blocks. */
export function createDevicePlan(device: GPUDevice, plan: Plan): DevicePlan {
  const { dispatches, table, kept, partials } = plan;
  const { copyTarget, storage, uniform } = bufferUsage;
  const create = (label: string, size: number, usage: number) =>
    device.createBuffer({ label: `fast-lncc ${label}`, size: Math.max(16, size), usage });
  const scratch: NamedBuffers = {
    table: create('table', table.byteLength, storage | copyTarget),
    partials: create('partials', 8 * partials, storage),
    ...(kept === 0 ? {} : { kept: create('kept maps', 4 * kept, storage) }),
  };
  device.queue.writeBuffer(scratch.table as GPUBuffer, 0, table);
  const alignment = device.limits.minUniformBufferOffsetAlignment;
  const blocks = create('uniform blocks', dispatches.length * alignment, uniform | copyTarget);
  device.queue.writeBuffer(blocks, 0, packBlocks(plan, alignment));
  const pipelines = dispatches.map(({ code, kernel }) => acquirePipeline(device, code, `fast-lncc ${kernel}`));
  return {
    plan,
    record(encoder, buffers) {
      const named: NamedBuffers = { ...buffers, ...scratch };
      const pass = encoder.beginComputePass({ label: 'fast-lncc' });
      dispatches.forEach(({ bindings, workgroups, block: numbers }, at) => {
        const pipeline = pipelines[at] as GPUComputePipeline;
        const block = { buffer: blocks, offset: at * alignment, size: blockBytes(numbers) };
        const resources = [
          block,
          ...bindings.map(({ name, offset = 0, size }) => ({
            buffer: named[name] as GPUBuffer,
            offset,
            ...(size === undefined ? {} : { size }),
          })),
        ];
        pass.setPipeline(pipeline);
        pass.setBindGroup(
          0,
          device.createBindGroup({
            layout: pipeline.getBindGroupLayout(0),
            entries: resources.map((resource, binding) => ({ binding, resource })),
          }),
        );
        pass.dispatchWorkgroups(...workgroups);
      });
      pass.end();
    },
    dispose() {
      for (const buffer of [...Object.values(scratch), blocks]) buffer.destroy();
      for (const { code } of dispatches) releasePipeline(device, code);
    },
  };
}

function packBlocks({ dispatches }: Plan, alignment: number): ArrayBuffer {
  const packed = new ArrayBuffer(dispatches.length * alignment);
  dispatches.forEach(({ block: { integers, floats } }, at) => {
    new Int32Array(packed, at * alignment).set(integers);
    new Float32Array(packed, at * alignment + 4 * integers.length).set(floats);
  });
  return packed;
}
