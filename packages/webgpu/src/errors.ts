import { LnccError } from '@fast-lncc/core';

/** The GPU device was lost or destroyed: nothing of it can be used any more. */
export class DeviceLostError extends LnccError {
  override readonly name = 'DeviceLostError';
}

/** The device has no memory left for what was asked. */
export class DeviceMemoryError extends LnccError {
  override readonly name = 'DeviceMemoryError';
}

/** The device refused a command or a shader; the message is the device's own. */
export class DeviceError extends LnccError {
  override readonly name = 'DeviceError';
}
