import { cudaEnvironment } from '@tooling/native';
import type { ExecutionProvider } from '../run/settings.ts';

/**
 * The environment of a child process. The dynamic linker reads its library path only when a process starts, so the CUDA
 * libraries of the cache have to be on it before.
 */
export function workerEnvironment(executionProvider: ExecutionProvider): NodeJS.ProcessEnv {
  return executionProvider === 'cuda' ? cudaEnvironment() : process.env;
}
