import { expect, test } from 'vitest';
import { installedFolder, manifestOf } from '../src/checkout/installed-package.mjs';
import { cuda12 } from '../src/wheels/cuda-12.mjs';
import { cuda13 } from '../src/wheels/cuda-13.mjs';
import { onnxruntimeGpu } from '../src/wheels/onnxruntime-gpu.mjs';
import { tensorflowCpu, tensorflowGpu } from '../src/wheels/tensorflow-2.21.mjs';
import { pipTags } from '../src/wheels/wheel.mjs';

const wheels = [tensorflowCpu, tensorflowGpu, ...cuda12, ...cuda13, ...Object.values(onnxruntimeGpu)];

test.each(wheels)('$file is named by its distribution and version, with a hash and its sizes', (wheel) => {
  expect(wheel.file.startsWith(`${wheel.name.replaceAll('-', '_')}-${wheel.version}-`)).toBe(true);
  expect(wheel.file).toMatch(/x86_64\.whl$/);
  expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(Math.min(wheel.bytes, wheel.unpackedBytes)).toBeGreaterThan(100_000);
  expect(wheel.members.every((pattern) => new RegExp(pattern))).toBe(true);
});

test('pip is told the tags in the name of the file', () => {
  expect(pipTags(tensorflowCpu).join(' ')).toBe(
    '--only-binary=:all: --python-version 3.11 --implementation cp --abi cp311 --platform manylinux_2_27_x86_64',
  );
  const runtime = cuda13.find(({ name }) => name === 'nvidia-cuda-runtime');
  expect(runtime && pipTags(runtime).join(' ')).toBe(
    '--only-binary=:all: --python-version 3.11 --implementation py --abi none --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64',
  );
});

test('the installed onnxruntime-node has a wheel with the CUDA provider of its own version', () => {
  const { version } = manifestOf(installedFolder('onnxruntime-node'));
  expect(onnxruntimeGpu[version]?.version).toBe(version);
});
