import { type LnccRequest, type LnccResult, sizeOf } from '@fast-lncc/core';
import { bufferUsage, mapModeRead } from './buffer-usage.ts';
import { guarded } from './device-errors.ts';
import { type RecordRequest, wantedResults } from './requests.ts';
import type { Session } from './session.ts';

/**
 * One evaluation of its own: records it, submits it and reads the loss. Maps and gradients stay on the device, in buffers that
 * are the caller's to destroy.
 */
export function evaluate(session: Session, request: LnccRequest<GPUBuffer>): Promise<LnccResult<GPUBuffer>> {
  const { device, definition } = session;
  const { gradients, map } = wantedResults(definition, request);
  const { moving, fixed, mask, upstream } = request;
  const { storage, copySource, copyTarget, mapRead } = bufferUsage;
  const made: GPUBuffer[] = [];
  const create = (label: string, elements: number, usage: number): GPUBuffer => {
    const buffer = device.createBuffer({ label: `fast-lncc ${label}`, size: Math.max(16, 4 * elements), usage });
    made.push(buffer);
    return buffer;
  };
  const result = (label: string, shape: readonly number[]) =>
    create(label, sizeOf(shape), storage | copySource | copyTarget);
  const run = async (): Promise<LnccResult<GPUBuffer>> => {
    const loss = create('loss', 1, storage | copySource);
    const staging = create('loss to read', 1, mapRead | copyTarget);
    const scratch = [loss, staging];
    const number = typeof upstream === 'number' ? create('upstream', 1, storage | copyTarget) : undefined;
    if (number !== undefined) {
      device.queue.writeBuffer(number, 0, Float32Array.of(upstream as number));
      scratch.push(number);
    }
    const results = {
      ...(map ? { map: result('map', definition.mapShape) } : {}),
      ...(gradients === 'moving' || gradients === 'both'
        ? { gradientMoving: result('gradient to moving', definition.shape) }
        : {}),
      ...(gradients === 'fixed' || gradients === 'both'
        ? { gradientFixed: result('gradient to fixed', definition.shape) }
        : {}),
    };
    const recorded: RecordRequest = {
      moving,
      fixed,
      loss,
      ...(mask === undefined ? {} : { mask }),
      ...results,
      ...(typeof upstream === 'number' || upstream === undefined ? {} : { upstream }),
    };
    const encoder = device.createCommandEncoder();
    session.record(encoder, recorded, number);
    encoder.copyBufferToBuffer(loss, 0, staging, 0, 4);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(mapModeRead);
    const [value] = new Float32Array(staging.getMappedRange(0, 4));
    for (const buffer of scratch) buffer.destroy();
    const { gradientMoving, gradientFixed } = results;
    return {
      loss: value as number,
      ...(results.map === undefined ? {} : { map: results.map }),
      gradients: {
        ...(gradientMoving === undefined ? {} : { moving: gradientMoving }),
        ...(gradientFixed === undefined ? {} : { fixed: gradientFixed }),
      },
    };
  };
  return guarded(device, run).then(
    (evaluated) => {
      session.conclude(true);
      return evaluated;
    },
    (error: unknown) => {
      for (const buffer of made) buffer.destroy();
      session.conclude(false);
      throw error;
    },
  );
}
