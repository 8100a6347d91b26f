import { expect, test } from 'vitest';
import { assertProvider } from '../src/onnxruntime/setup-onnxruntime.mjs';
import { assertPlatform } from '../src/tfjs/platform.mjs';

const linux = { platform: 'linux', architecture: 'x64', glibc: '2.36' };

test.each([
  [{ ...linux, architecture: 'arm64' }, 'Linux with an x86-64 processor; this is linux on arm64.'],
  [{ platform: 'darwin', architecture: 'arm64', glibc: undefined }, 'this is darwin on arm64.'],
  [{ platform: 'win32', architecture: 'x64', glibc: undefined }, 'this is win32 on x64.'],
  [{ ...linux, glibc: undefined }, 'needs glibc, which this Linux (musl, as in Alpine) lacks.'],
  [{ ...linux, glibc: '2.26' }, 'needs glibc 2.27 or newer; this is 2.26.'],
  [{ ...linux, glibc: '1.99' }, 'needs glibc 2.27 or newer; this is 1.99.'],
])("TensorFlow's library on %j", (machine, message) => {
  expect(() => assertPlatform(machine)).toThrow(message);
  expect(() => assertPlatform(machine)).toThrow(/other backends \(cpu, wasm, WebGPU\)/);
});

test.each(['2.27', '2.36', '3.0'])('glibc %s will do', (glibc) => {
  expect(() => assertPlatform({ ...linux, glibc })).not.toThrow();
});

test('the CUDA provider on other machines, and for a version without a wheel', () => {
  const known = { version: '1.30.0', wheel: {} };
  expect(() => assertProvider(known, { platform: 'darwin', architecture: 'arm64' })).toThrow(/this is darwin on arm64/);
  expect(() => assertProvider(known, { platform: 'linux', architecture: 'x64' })).not.toThrow();
  expect(() =>
    assertProvider({ version: '9.9.9', wheel: undefined }, { platform: 'linux', architecture: 'x64' }),
  ).toThrow('No wheel with a CUDA provider is known for onnxruntime-node 9.9.9.');
});
