export type { WasmLnccEvaluator } from './create-lncc.ts';
export { createLncc } from './create-lncc.ts';
export type { SyncLnccEvaluator } from './create-lncc-sync.ts';
export { createLnccSync } from './create-lncc-sync.ts';
export type { CreateLnccOptions, WasmExecution } from './options.ts';
export type { Targets, WasmRequest } from './requests.ts';
