import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readCards } from '../src/doctor/graphics-cards.ts';
import { isSupported } from '../src/doctor/inspect-machine.ts';
import type { CalibrationJob } from '../src/doctor/job.ts';
import { createProber } from '../src/doctor/prober.ts';
import { targets } from '../src/doctor/targets.ts';

const worker = fileURLToPath(new URL('./workers/scripted.mjs', import.meta.url));
const { signal } = new AbortController();

const probe = (name: string, timeoutMilliseconds = 30_000, stop = signal) =>
  createProber({ worker, threads: 1, signal: stop, timeoutMilliseconds }).probe(
    targets.find((target) => target.name === name)!,
  );

describe('an engine is probed in a process of its own', () => {
  test('one that works tells of itself, whatever its library prints', async () => {
    expect(await probe('onnxruntime cuda')).toEqual({
      facts: { version: '1.2.3', device: 'onnxruntime/auto on cuda' },
    });
  });

  test('one that is missing', async () => {
    expect(await probe('tfjs-node')).toEqual({ failure: 'it is not set up' });
  });

  test('one that crashes', async () => {
    expect((await probe('webgpu')).failure).toMatch(/^crashed \(SIGABRT\)/);
  });

  test('one that hangs and ignores signals', async () => {
    const begin = performance.now();
    expect(await probe('tfjs-cpu', 1500)).toEqual({ failure: 'did not answer within 1.5 s and was ended' });
    expect(performance.now() - begin).toBeGreaterThan(1400);
  });

  test('one that ends without a word', async () => {
    expect(await probe('tfjs-wasm')).toEqual({ failure: 'crashed with code 0' });
  });

  test('Ctrl-C ends it', async () => {
    const abort = new AbortController();
    const outcome = probe('tfjs-cpu', 30_000, abort.signal);
    setTimeout(() => abort.abort(), 100);
    expect(await outcome).toEqual({ failure: 'interrupted' });
  });

  test('what was timed before a calibration crashed counts', async () => {
    const prober = createProber({ worker, threads: 1, signal });
    const timings = await prober.calibrate({ task: 'calibration' } as CalibrationJob);
    expect(timings).toEqual([{ kind: 'loss', contender: 'wasm/fused', voxels: 8 }]);
  });

  test('a Python that is not there', async () => {
    const environment = { FAST_LNCC_PEERS_PYTHON: '/nowhere/python' };
    const { python, failure } = await createProber({ worker, threads: 1, signal, environment }).peers();
    expect(python).toBe('/nowhere/python');
    expect(failure).toContain('/nowhere/python cannot be started');
  });
});

test('the versions of Node there are tests for', () => {
  expect(['v20.19.0', 'v20.20.2', 'v22.0.0', 'v24.1.0'].map(isSupported)).toEqual([true, true, true, true]);
  expect(['v20.18.9', 'v18.20.0'].map(isSupported)).toEqual([false, false]);
});

test('the table of nvidia-smi', () => {
  expect(readCards('NVIDIA H100 80GB HBM3, 580.65.06, 81559, 81000\n')).toEqual([
    { name: 'NVIDIA H100 80GB HBM3', driver: '580.65.06', memoryBytes: 81559 * 2 ** 20, freeBytes: 81000 * 2 ** 20 },
  ]);
  expect(readCards('')).toEqual([]);
});
