import { createQueue } from '@fast-lncc/networks/training';
import { mainProvider, type OrtModule, type SessionExecution } from './runtime.ts';

type Queue = ReturnType<typeof createQueue>;

const queues = new WeakMap<object, Queue>();

const atOnce: Queue = (task) => task();

/**
 * How calls of a runtime have to be made: at once, or, on WebGPU, one after the other over all its sessions.
 * onnxruntime-web suspends its one module while the device works, and a call that comes in between never ends.
 */
export function turnsOf(ort: OrtModule, session: SessionExecution): Queue {
  if (mainProvider(session) !== 'webgpu') return atOnce;
  const queue = queues.get(ort.InferenceSession) ?? createQueue();
  queues.set(ort.InferenceSession, queue);
  return queue;
}
