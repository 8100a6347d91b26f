import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initialWeights, vm1 } from '@fast-lncc/networks';
import { loadStateDict, saveStateDict } from '@fast-lncc/networks/weights';
import { createTrainer } from '@fast-lncc/onnxruntime/training';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPhantom } from '../src/data/phantom.ts';

const python = process.env.FAST_LNCC_PEERS_PYTHON;
if (python === undefined) {
  console.warn(
    'Weights are not exchanged with PyTorch: FAST_LNCC_PEERS_PYTHON names no Python that has PyTorch and safetensors.',
  );
}

const shape = [32, 48, 32] as const;
const owner = { network: vm1, shape };
/** Voxels, of displacements of several voxels: what golden values are held to. */
const tolerance = 5e-5;

describe.skipIf(python === undefined)('weights of VM-1 exchanged with PyTorch', () => {
  let folder: string;
  const { moving, fixed } = createPhantom(shape, 3);
  const ours = initialWeights(vm1, shape, 5);
  ours['flow.weight'] = (ours['flow.weight'] as Float32Array).map((value) => 1e6 * value);
  const bytes = (file: string) => readFileSync(join(folder, file));
  const floats = (file: string) => new Float32Array(Uint8Array.from(bytes(file)).buffer);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lncc-benchmark-'));
    writeFileSync(join(folder, 'moving.bin'), moving);
    writeFileSync(join(folder, 'fixed.bin'), fixed);
    writeFileSync(join(folder, 'ours.safetensors'), saveStateDict(owner, ours));
    const script = fileURLToPath(new URL('exchange_weights.py', import.meta.url));
    console.info(execFileSync(python!, [script, folder, shape.join('x')], { encoding: 'utf8' }).trim());
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The displacement that these weights make here, against PyTorch's. */
  async function expectSameDisplacement(weights: Record<string, Float32Array>, file: string): Promise<void> {
    await using trainer = await createTrainer({ ort, network: vm1, shape, weights });
    const { displacement } = await trainer.evaluate({ moving, fixed });
    const expected = floats(file);
    expect(displacement).toHaveLength(expected.length);
    let [largest, difference] = [0, 0];
    expected.forEach((value, index) => {
      largest = Math.max(largest, Math.abs(value));
      difference = Math.max(difference, Math.abs(displacement[index]! - value));
    });
    console.info(`${file}: displacements up to ${largest.toFixed(2)} voxels differ by ${difference.toExponential(1)}`);
    expect(largest).toBeGreaterThan(0.5);
    expect(difference).toBeLessThan(tolerance);
  }

  test('those of its state_dict make the displacement that they make in PyTorch', () =>
    expectSameDisplacement(loadStateDict(owner, bytes('theirs.safetensors')), 'theirs.bin'));

  test('those behind DataParallel are the same', () => {
    const wrapped = loadStateDict(owner, bytes('wrapped.safetensors'));
    expect(wrapped).toEqual(loadStateDict(owner, bytes('theirs.safetensors')));
  });

  test('those saved here make the same displacement in PyTorch', () => expectSameDisplacement(ours, 'ours.bin'));
});
