import { type Algorithm, type LnccEvaluator, type ResolvedDefinition, sizeOf } from '@fast-lncc/core';
import { guarded } from './device-errors.ts';
import { evaluate } from './evaluate.ts';
import type { CreateLnccOptions } from './options.ts';
import { createPreparedFixed } from './prepared-fixed.ts';
import { assertBuffer, type RecordRequest } from './requests.ts';
import { openSession } from './session.ts';

/** What only records: for frameworks that are synchronous and own their submissions. */
export interface LnccRecorder {
  readonly device: GPUDevice;
  readonly definition: ResolvedDefinition;
  readonly algorithm: Algorithm;
  /**
   * Adds an evaluation to an encoder: nothing is submitted, read back or waited for. Scratch is shared by all evaluations of
   * one kind, which a queue runs one after another.
   *
   * @throws ShapeMismatchError, UnsupportedOptionError, InvalidDataError for buffers that cannot be used; DeviceLostError.
   */
  record(encoder: GPUCommandEncoder, request: RecordRequest): void;
  /** Frees scratch and pipelines; work that has been submitted is finished first. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** An LNCC of one definition and shape on a GPU device. */
export interface WebgpuLnccEvaluator extends LnccEvaluator<GPUBuffer> {
  readonly device: GPUDevice;
  /** As {@link LnccRecorder.record}. */
  record(encoder: GPUCommandEncoder, request: RecordRequest): void;
}

/**
 * What records the evaluations of {@link createLncc}, made without waiting. A shader that the device refuses is reported to its
 * error scopes.
 *
 * @throws As `createLncc`, before any work starts.
 */
export function createLnccSync(options: CreateLnccOptions): LnccRecorder {
  const session = openSession(options);
  const { device, definition, dispose } = session;
  return {
    device,
    definition,
    algorithm: 'fused',
    record: (encoder, request) => session.record(encoder, request),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

/**
 * Loss and exact gradient in float32 from buffers on a device, in a few dispatches: neither the five maps nor their window
 * sums ever exist as volumes, and the maps of the gradient take no more memory than one image. Results repeat bit for bit on
 * one device.
 *
 * Buffers hold f32 in C order, `[batch, channels, ...spatial]`, with the usage STORAGE; those of `evaluate`'s results are the
 * caller's to destroy. A prepared fixed image is held by reference: leave its buffer as it is until it is disposed.
 *
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError (also where the device's limits do not suffice),
 * MissingRuntimeError before any work starts; DeviceLostError, DeviceMemoryError, DeviceError for what the device reports.
 */
export async function createLncc(options: CreateLnccOptions): Promise<WebgpuLnccEvaluator> {
  const session = openSession(options);
  const { device, definition } = session;
  const elements = sizeOf(definition.shape);
  await guarded(device, () => undefined);
  const dispose = async () => session.dispose();
  return {
    device,
    definition,
    algorithm: 'fused',
    record: (encoder, request) => session.record(encoder, request),
    evaluate: async (request) => {
      session.assertUsable();
      return evaluate(session, request);
    },
    prepareFixed: async (fixed, mask) => {
      session.assertUsable();
      assertBuffer('fixed', fixed, elements);
      if (mask !== undefined) assertBuffer('mask', mask, elements);
      return createPreparedFixed(definition, fixed, mask);
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
