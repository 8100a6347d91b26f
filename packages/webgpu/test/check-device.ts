import { evaluateReference, type LnccDefinition, resolveDefinition, sizeOf } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { readBuffers, uploadArray } from '../src/arrays.ts';
import { createDevicePlan } from '../src/device-plan.ts';
import { createArrayLncc, createLncc } from '../src/index.ts';
import { retainPipelines } from '../src/pipelines.ts';
import type { PlanLimits } from '../src/plan/dispatch.ts';
import { planEvaluation } from '../src/plan/plan.ts';
import { defaultLimits } from './default-limits.ts';
import { imagePair, relativeError } from './images.ts';

/** What a device has to do beside the conformance suite. */
export function checkDevice(name: string, device: GPUDevice): void {
  retainPipelines(device);
  describe(`webgpu on ${name}`, () => {
    const shape = [1, 1, 17, 13, 19];
    const empty = (elements: number) => uploadArray(device, new Float32Array(elements));
    const evaluateOnce = async (
      definition: LnccDefinition,
      of: readonly number[],
      images: ReturnType<typeof imagePair>,
    ) => {
      await using lncc = await createArrayLncc({ device, shape: of, ...definition });
      return await lncc.evaluate({ ...images, gradients: 'both' });
    };

    test('recorded evaluations write into the buffers that are given, and repeat bit for bit', async () => {
      const images = imagePair(shape);
      const [moving, fixed] = [uploadArray(device, images.moving), uploadArray(device, images.fixed)];
      const upstream = uploadArray(device, Float32Array.of(-2.5));
      await using lncc = await createLncc({ device, shape, window: 5 });
      const run = async () => {
        const [loss, gradientMoving, gradientFixed] = [empty(1), empty(sizeOf(shape)), empty(sizeOf(shape))];
        const encoder = device.createCommandEncoder();
        lncc.record(encoder, { moving, fixed, loss, gradientMoving, gradientFixed, upstream });
        device.queue.submit([encoder.finish()]);
        return readBuffers(device, [
          { buffer: loss, shape: [1] },
          { buffer: gradientMoving, shape },
          { buffer: gradientFixed, shape },
        ]);
      };
      const [loss, ...gradients] = await run();
      const expected = evaluateReference({ ...images, shape, upstream: -2.5 }, { window: 5 });
      expect(Math.abs((loss?.[0] ?? Number.NaN) - expected.loss)).toBeLessThan(2e-7);
      expect(relativeError(gradients[0], expected.gradients.moving)).toBeLessThan(3e-6);
      expect(relativeError(gradients[1], expected.gradients.fixed)).toBeLessThan(3e-6);
      expect(await run()).toEqual([loss, ...gradients]);
    });

    test('chunks of planes and groups of images give what whole images give', async () => {
      const batch = [3, 1, 24, 9, 11];
      const images = imagePair(batch);
      const definition = { window: 5 };
      const expected = evaluateReference({ ...images, shape: batch }, definition);
      const run = async (limits: Partial<PlanLimits>) => {
        const plan = planEvaluation(
          resolveDefinition(definition, batch),
          { gradients: 'both', mask: false, map: false, upstreamMap: false },
          { ...defaultLimits, ...limits },
        );
        const onDevice = createDevicePlan(device, plan);
        const buffers = {
          moving: uploadArray(device, images.moving),
          fixed: uploadArray(device, images.fixed),
          upstreamNumber: uploadArray(device, Float32Array.of(1)),
          loss: empty(1),
          gradientMoving: empty(sizeOf(batch)),
          gradientFixed: empty(sizeOf(batch)),
        };
        const encoder = device.createCommandEncoder();
        onDevice.record(encoder, buffers);
        device.queue.submit([encoder.finish()]);
        const [loss, moving, fixed] = await readBuffers(device, [
          { buffer: buffers.loss, shape: [1] },
          { buffer: buffers.gradientMoving, shape: batch },
          { buffer: buffers.gradientFixed, shape: batch },
        ]);
        onDevice.dispose();
        expect(Math.abs((loss?.[0] ?? Number.NaN) - expected.loss)).toBeLessThan(2e-7);
        expect(relativeError(moving, expected.gradients.moving)).toBeLessThan(3e-6);
        expect(relativeError(fixed, expected.gradients.fixed)).toBeLessThan(3e-6);
        return plan.dispatches.filter(({ kernel }) => kernel === 'scores').length;
      };
      const plane = 4 * 9 * 11;
      expect(await run({})).toBe(1);
      // One image at a time, then 8 planes of one at a time: a ring of 12 of them, five maps each.
      expect(await run({ maxStorageBufferBindingSize: 5 * 24 * plane + 256 })).toBe(3);
      expect(await run({ maxStorageBufferBindingSize: 5 * 12 * plane + 256 })).toBe(9);
    });

    test('an offset of 1000 is harmless, with a spoiled corner voxel too', async () => {
      const images = imagePair(shape, { offset: 1000 });
      images.moving[0] = 0;
      for (const border of ['zero', 'count'] as const) {
        const { loss, gradients } = await evaluateOnce({ window: 5, border }, shape, images);
        const expected = evaluateReference({ ...images, shape }, { window: 5, border });
        expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-4);
        expect(relativeError(gradients.fixed, expected.gradients.fixed)).toBeLessThan(1e-3);
      }
    });

    test('NaN in one voxel shows in the loss, and in no window that does not hold it', async () => {
      const images = imagePair(shape);
      images.fixed[0] = Number.NaN;
      const { loss, gradients } = await evaluateOnce({ window: 5 }, shape, images);
      expect(loss).toBeNaN();
      expect(gradients.moving?.[0]).toBeNaN();
      expect(Number.isFinite(gradients.moving?.at(-1))).toBe(true);
    });

    test.each([
      { window: [31, 3, 3], of: [1, 1, 34, 5, 6] },
      { window: [3, 17, 3], of: [1, 1, 5, 33, 6] },
      { window: [1, 3, 31], of: [1, 1, 2, 6, 35] },
    ])('window $window, in loops along its long axis', async ({ window, of }) => {
      const images = imagePair(of);
      const definition = { window, kernel: { shape: 'gaussian' as const, sigma: 4 } };
      const { loss, gradients } = await evaluateOnce(definition, of, images);
      const expected = evaluateReference({ ...images, shape: of }, definition);
      expect(Math.abs(loss - expected.loss)).toBeLessThan(2e-6);
      expect(relativeError(gradients.moving, expected.gradients.moving)).toBeLessThan(2e-5);
      expect(relativeError(gradients.fixed, expected.gradients.fixed)).toBeLessThan(2e-5);
    });
  });
}
