import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingFromPython, runPython } from '../../../../tooling/vitest/python.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { initialWeights, vm1 } from '../../src/index.ts';
import { loadStateDict, readSafetensors, saveStateDict } from '../../src/weights/index.ts';

const owner = { network: vm1, shape: [16, 16, 16] };

describe.skipIf(!hasRuntime('python', missingFromPython('numpy', 'safetensors')))('safetensors in Python', () => {
  const weights = initialWeights(vm1, owner.shape, 9);
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'fast-lncc-safetensors-'));
    writeFileSync(path.join(folder, 'ours.safetensors'), saveStateDict(owner, weights));
    console.info((await runPython([path.join(import.meta.dirname, 'check_safetensors.py'), folder], folder)).trim());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const bytes = (file: string) => new Uint8Array(readFileSync(path.join(folder, file)));

  test('reads the weights that are written here, bit for bit', () => {
    const read = JSON.parse(readFileSync(path.join(folder, 'ours.json'), 'utf8'));
    expect(read.metadata).toEqual({ format: 'pt', network: 'vm1' });
    expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(weights).sort());
    for (const { name, shape } of vm1.parameters(owner.shape)) {
      expect(read.tensors[name]).toMatchObject({ dtype: 'float32', shape });
      const { buffer } = weights[name] as Float32Array;
      expect(Buffer.from(buffer).equals(bytes(read.tensors[name].file)), name).toBe(true);
    }
  });

  test('writes weights that are read here, bit for bit, whatever lies beside them', () => {
    const file = bytes('theirs.safetensors');
    expect(loadStateDict(owner, file)).toEqual(weights);
    const { tensors, metadata } = readSafetensors(file);
    expect(metadata).toEqual({ note: 'written by Python' });
    expect(tensors.empty).toMatchObject({ dtype: 'F64', shape: [0, 4] });
    expect(tensors.steps).toEqual({
      dtype: 'I64',
      shape: [3],
      bytes: new Uint8Array(BigInt64Array.of(0n, 1n, 2n).buffer),
    });
    expect(tensors.scale?.dtype).toBe('F16');
  });
});
