export { createArrayLncc } from './create-array-lncc.ts';
export { createLncc, createLnccSync, type LnccRecorder, type WebgpuLnccEvaluator } from './create-lncc.ts';
export { DeviceError, DeviceLostError, DeviceMemoryError } from './errors.ts';
export type { CreateLnccOptions, WebgpuExecution } from './options.ts';
export type { RecordRequest } from './requests.ts';
