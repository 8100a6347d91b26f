import { guarded } from '@fast-lncc/webgpu/device-errors';
import { voxelCount } from '../../src/data/volume.ts';
import type { DeviceProblem } from '../device/problem.ts';
import type { PreparedContender } from '../measuring/contender.ts';

/** Buffers that an evaluation writes. */
export interface Written {
  readonly loss: GPUBuffer;
  readonly gradient: GPUBuffer;
}

/** A contender that records its evaluations into an encoder. */
export interface Recorder {
  record(encoder: GPUCommandEncoder): void;
  dispose(): void | Promise<void>;
}

/**
 * Prepares what records its evaluations: all of a round are one submission.
 *
 * @param readsGradient false where the gradient is not written.
 * @throws DeviceLostError, DeviceMemoryError, DeviceError for what the device reports, then and later.
 */
export async function prepareRecorded(
  { device, size }: Pick<DeviceProblem, 'device' | 'size'>,
  readsGradient: boolean,
  create: (written: Written) => Recorder | Promise<Recorder>,
): Promise<PreparedContender> {
  const gradientBytes = readsGradient ? 4 * voxelCount(size) : 0;
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const { written, recorder } = await guarded(device, async () => {
    const buffer = (bytes: number) => device.createBuffer({ size: Math.max(16, bytes), usage: STORAGE | COPY_SRC });
    const written = { loss: buffer(16), gradient: buffer(gradientBytes) };
    return { written, recorder: await create(written) };
  });
  const submit = (evaluations: number, more: (encoder: GPUCommandEncoder) => void = () => undefined) => {
    const encoder = device.createCommandEncoder();
    for (let evaluation = 0; evaluation < evaluations; evaluation++) recorder.record(encoder);
    more(encoder);
    device.queue.submit([encoder.finish()]);
  };
  return {
    evaluate: () =>
      guarded(device, async () => {
        const copy = device.createBuffer({ size: 16 + gradientBytes, usage: COPY_DST | MAP_READ });
        submit(1, (encoder) => {
          encoder.copyBufferToBuffer(written.loss, 0, copy, 0, 4);
          if (readsGradient) encoder.copyBufferToBuffer(written.gradient, 0, copy, 16, gradientBytes);
        });
        await copy.mapAsync(GPUMapMode.READ);
        const bytes = copy.getMappedRange().slice(0);
        const [loss = Number.NaN] = new Float32Array(bytes, 0, 1);
        const gradient = new Float32Array(bytes, 16);
        copy.destroy();
        return { loss, ...(readsGradient ? { gradient } : {}) };
      }),
    run: (evaluations) =>
      guarded(device, async () => {
        const start = performance.now();
        submit(evaluations);
        await device.queue.onSubmittedWorkDone();
        return performance.now() - start;
      }),
    async dispose() {
      await recorder.dispose();
      written.loss.destroy();
      written.gradient.destroy();
    },
  };
}
