import { MissingRuntimeError } from '@fast-lncc/core';
import { engineOf } from '../report/names.ts';
import type { RunSettings } from '../run/settings.ts';
import { runJob } from './run-job.ts';

/**
 * Starts the execution provider once, in a child process like those that will compute on it, where a contender is to.
 *
 * @throws MissingRuntimeError naming what is missing and the way out, before anything is loaded or measured.
 */
export async function checkProvider(settings: RunSettings, worker: string, signal: AbortSignal): Promise<void> {
  const isUsed = settings.contenders.some((contender) => engineOf(contender) === 'onnxruntime');
  if (settings.executionProvider === 'cpu' || !isUsed) return;
  const { failure } = await runJob({ task: 'provider', settings }, { worker, signal, onEvent: () => {} });
  if (failure !== undefined && !signal.aborted) {
    throw new MissingRuntimeError(failure.replace(/^MissingRuntimeError: /, ''));
  }
}
