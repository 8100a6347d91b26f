import { LnccError } from '@fast-lncc/core';
import { DeviceError, DeviceLostError, DeviceMemoryError } from './errors.ts';

/** Milliseconds that the news of a lost device may take after a command has failed. */
const patience = 200;

const lost = new WeakMap<GPUDevice, GPUDeviceLostInfo>();

const watched = new WeakSet<GPUDevice>();

/** Notes when a device is lost. */
export function watchDevice(device: GPUDevice): void {
  if (watched.has(device)) return;
  watched.add(device);
  void device.lost.then((info) => lost.set(device, info));
}

/** @throws DeviceLostError for a device that is known to be lost. */
export function assertDevice(device: GPUDevice): void {
  const info = lost.get(device);
  if (info !== undefined) throw lostError(info);
}

const lostError = ({ reason, message }: GPUDeviceLostInfo): DeviceLostError =>
  new DeviceLostError(`The GPU device was lost (${reason || 'unknown'}): ${message}. Ask for another one.`);

const filters = ['validation', 'out-of-memory', 'internal'] as const;

/**
 * Runs what hands commands to a device, and waits for its result.
 *
 * @throws DeviceLostError, DeviceMemoryError, DeviceError for what the device reports about it.
 */
export async function guarded<Result>(device: GPUDevice, run: () => Result | Promise<Result>): Promise<Result> {
  assertDevice(device);
  for (const filter of filters) device.pushErrorScope(filter);
  let outcome: { readonly value: Result | Promise<Result> } | { readonly error: unknown };
  try {
    outcome = { value: run() };
  } catch (error) {
    outcome = { error };
  }
  const scopes = filters.map(() => device.popErrorScope().catch(() => null));
  // Held on to before anything is waited for, so that a rejection is never unhandled.
  const [settled] = await Promise.allSettled(['value' in outcome ? outcome.value : Promise.reject(outcome.error)]);
  const [internal, memory, validation] = await Promise.all(scopes);
  if (memory) throw new DeviceMemoryError(`The GPU device has no memory left: ${memory.message}`);
  const refused = validation ?? internal;
  if (settled?.status === 'rejected') throw await explain(device, settled.reason, refused);
  if (refused) throw new DeviceError(`The GPU device refused a command: ${refused.message}`);
  assertDevice(device);
  return settled?.value as Result;
}

/** What made a command fail: the loss of the device, what it reported, or the error itself. */
async function explain(device: GPUDevice, error: unknown, refused: GPUError | null | undefined): Promise<unknown> {
  if (error instanceof LnccError) return error;
  if (refused) return new DeviceError(`The GPU device refused a command: ${refused.message}`);
  const info = await Promise.race([device.lost, new Promise<void>((resolve) => setTimeout(resolve, patience))]);
  if (info) return lostError(info);
  return new DeviceError(`The GPU device failed: ${error instanceof Error ? error.message : String(error)}`);
}
