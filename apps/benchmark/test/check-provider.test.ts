import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkProvider } from '../src/process/check-provider.ts';
import { temporaryFolder } from './files.ts';
import { tinySettings } from './settings.ts';

const worker = fileURLToPath(new URL('./workers/provider.mjs', import.meta.url));
const scripted = fileURLToPath(new URL('./workers/scripted.mjs', import.meta.url));
const { signal } = new AbortController();

function withEnvironment(values: NodeJS.ProcessEnv): void {
  const before = { ...process.env };
  Object.assign(process.env, values);
  onTestFinished(() => {
    for (const name of Object.keys(values)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });
}

describe('an execution provider is started once before anything is measured', () => {
  test('cpu needs no process', async () => {
    await checkProvider(tinySettings, '/nowhere/worker.js', signal);
  });

  test('one that starts', async () => {
    await checkProvider({ ...tinySettings, executionProvider: 'webgpu' }, scripted, signal);
  });

  test('one that does not: its message, and a child that had the CUDA libraries of the cache on its path', async () => {
    const cache = temporaryFolder();
    const folder = join(cache, `cuda-13.0-${process.platform}-${process.arch}`, 'nvidia');
    for (const component of ['cu13', 'cudnn']) mkdirSync(join(folder, component, 'lib'), { recursive: true });
    withEnvironment({ FAST_LNCC_CACHE: cache, LD_LIBRARY_PATH: '/own' });
    const libraryPath = ['/own', join(folder, 'cu13', 'lib'), join(folder, 'cudnn', 'lib')].join(':');
    await expect(checkProvider({ ...tinySettings, executionProvider: 'cuda' }, worker, signal)).rejects.toMatchObject({
      name: 'MissingRuntimeError',
      message: `provider cuda on ${libraryPath}`,
    });
    await expect(checkProvider({ ...tinySettings, executionProvider: 'webgpu' }, worker, signal)).rejects.toThrow(
      'provider webgpu on /own',
    );
  });

  test('a child that crashes is an answer, too', async () => {
    await expect(
      checkProvider({ ...tinySettings, executionProvider: 'cuda' }, '/nowhere/worker.js', signal),
    ).rejects.toThrow('ended with code 1');
  });
});
