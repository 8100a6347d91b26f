import { LnccError, type ResolvedDefinition, resolveDefinition } from '@fast-lncc/core';
import { bufferUsage } from './buffer-usage.ts';
import { assertDevice, watchDevice } from './device-errors.ts';
import { createDevicePlan, type DevicePlan } from './device-plan.ts';
import type { EvaluationKind } from './features.ts';
import type { CreateLnccOptions } from './options.ts';
import { splitOptions } from './options.ts';
import { planEvaluation } from './plan/plan.ts';
import { preparedMask } from './prepared-fixed.ts';
import { checkRecord, isPrepared, type RecordRequest } from './requests.ts';

/** One definition and shape on a device, with the plans that have been used so far. */
export interface Session {
  readonly device: GPUDevice;
  readonly definition: ResolvedDefinition;
  /** @throws LnccError after `dispose`, DeviceLostError after the loss of the device. */
  assertUsable(): void;
  /**
   * Checks a request and adds it to an encoder.
   *
   * @param number dL/d(loss), or the same dL/d(map) everywhere, where the request has no upstream. Default 1.
   */
  record(encoder: GPUCommandEncoder, request: RecordRequest, number?: GPUBuffer): void;
  /** Says whether what was recorded last went well: scratch that a device had no memory for is made again the next time. */
  conclude(succeeded: boolean): void;
  dispose(): void;
}

/** @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, MissingRuntimeError before any work starts. */
export function openSession(options: CreateLnccOptions): Session {
  const { device, shape, definition: given } = splitOptions(options);
  const definition = resolveDefinition(given, shape);
  assertDevice(device);
  // What the loss needs is known to fit before anything is made.
  planEvaluation(definition, { gradients: 'none', mask: false, map: false, upstreamMap: false }, device.limits);
  watchDevice(device);
  const plans = new Map<string, DevicePlan>();
  const { storage, copyTarget } = bufferUsage;
  const one = device.createBuffer({ label: 'fast-lncc one', size: 16, usage: storage | copyTarget });
  device.queue.writeBuffer(one, 0, Float32Array.of(1));
  const untried = new Set<string>();
  const planOf = (kind: EvaluationKind): DevicePlan => {
    const key = JSON.stringify(kind);
    const known = plans.get(key);
    if (known !== undefined) return known;
    const plan = createDevicePlan(device, planEvaluation(definition, kind, device.limits));
    plans.set(key, plan);
    untried.add(key);
    return plan;
  };
  let disposed = false;
  const assertUsable = () => {
    if (disposed) throw new LnccError('This evaluator was disposed; create another one with createLncc.');
    assertDevice(device);
  };
  return {
    device,
    definition,
    assertUsable,
    record(encoder, request, number = one) {
      assertUsable();
      const mask = isPrepared(request.fixed) ? preparedMask(request.fixed, definition, request.mask) : request.mask;
      const { kind, buffers } = checkRecord(
        definition,
        { ...request, ...(mask === undefined ? {} : { mask }) },
        number,
      );
      planOf(kind).record(encoder, buffers);
    },
    conclude(succeeded) {
      for (const key of succeeded ? [] : untried) {
        plans.get(key)?.dispose();
        plans.delete(key);
      }
      untried.clear();
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      one.destroy();
      for (const plan of plans.values()) plan.dispose();
      plans.clear();
    },
  };
}
