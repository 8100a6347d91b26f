import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';

interface ReportsErrors {
  readonly device: {
    addEventListener(type: 'uncapturederror', listener: (event: { error: { message: string } }) => void): void;
    pushErrorScope(filter: 'validation'): void;
    popErrorScope(): Promise<unknown>;
  };
}

/**
 * A shader that does not compile throws nothing in the WebGPU backend: its output keeps what was in the buffer, and the
 * device reports an error. Listens from here on; the test, after all others of its file, expects none.
 */
export function expectNoDeviceErrors(): void {
  const { device } = tf.backend() as unknown as ReportsErrors;
  const messages: string[] = [];
  device.addEventListener('uncapturederror', ({ error }) => messages.push(error.message));
  test('the device reported no error', async () => {
    // The device answers in order, so that everything before has been reported.
    device.pushErrorScope('validation');
    await device.popErrorScope();
    expect(messages).toEqual([]);
  });
}
