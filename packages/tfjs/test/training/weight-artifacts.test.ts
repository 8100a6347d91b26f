import { InvalidDataError, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import { initialWeights, vm1, voxelmorphNetwork } from '@fast-lncc/networks';
import { loadStateDict, saveStateDict } from '@fast-lncc/networks/weights';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { convolution, createTrainer, loadWeights, saveWeights } from '../../src/training/index.ts';
import { useBackend } from '../backend.ts';
import { texture } from '../images.ts';

const network = voxelmorphNetwork('tiny', { encoder: [2], decoder: [3], extra: [2] });
const owner = { network, shape: [4, 6, 4] };
const saved = { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } };

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength);

beforeAll(() => useBackend('cpu'));

async function artifactsOf(weights: Record<string, Float32Array>, of = owner): Promise<tf.io.ModelArtifacts> {
  let kept: tf.io.ModelArtifacts | undefined;
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    kept = artifacts;
    return saved;
  });
  expect(await saveWeights(handler, of, weights)).toBe(saved);
  return kept as tf.io.ModelArtifacts;
}

describe('weights as artifacts of TensorFlow.js', () => {
  test('come back bit for bit, and leave no tensor', async () => {
    const full = { network: vm1, shape: [16, 16, 16] };
    const weights = initialWeights(vm1, full.shape, 5);
    new Uint32Array((weights['flow.bias'] as Float32Array).buffer).set([0x80000000, 0x00000001, 0x7f7fffff]);
    const before = tf.memory().numTensors;
    const artifacts = await artifactsOf(weights, full);
    const loaded = await loadWeights(tf.io.fromMemory(artifacts), full);
    expect(tf.memory().numTensors).toBe(before);
    expect(Object.keys(loaded)).toEqual(Object.keys(weights));
    for (const [name, values] of Object.entries(weights)) {
      expect(bytesOf(values).equals(bytesOf(loaded[name] as Float32Array)), name).toBe(true);
    }
  });

  test('hold kernels as tf.conv3d takes them', async () => {
    const weights = initialWeights(network, owner.shape, 5);
    const { weightData, weightSpecs } = await artifactsOf(weights);
    const tensors = tf.io.decodeWeights(weightData as ArrayBuffer, weightSpecs as tf.io.WeightsManifestEntry[]);
    const [kernel, bias] = ['weight', 'bias'].map(
      (kind) => tensors[`unet_model.downarm.0.main.${kind}`],
    ) as tf.Tensor[];
    expect(kernel?.shape).toEqual([3, 3, 3, 2, 2]);
    // Output 1, input 0, tap (2, 0, 1).
    expect((await kernel?.data())?.[(2 * 9 + 1) * 4 + 1]).toBe(
      weights['unet_model.downarm.0.main.weight']?.[2 * 27 + 2 * 9 + 1],
    );
    const image = tf.tensor(texture(192, 1), [1, 4, 6, 4, 2]);
    convolution([image], kernel as tf.Tensor, bias as tf.Tensor, { stride: 2 }).dispose();
    tf.dispose([image, ...Object.values(tensors)]);
  });

  test('and as safetensors continue a training as if it had not been interrupted', async () => {
    const options = { ...owner, definition: { window: 3 }, backend: 'cpu' } as const;
    const pair = { moving: texture(96, 3), fixed: texture(96, 4) };
    await using trainer = await createTrainer(options);
    await trainer.step(pair);
    const weights = await trainer.weights();
    const fromArtifacts = await loadWeights(tf.io.fromMemory(await artifactsOf(weights)), owner);
    const fromFile = loadStateDict(owner, saveStateDict(owner, weights));
    const { loss } = await trainer.evaluate(pair);
    for (const loaded of [fromArtifacts, fromFile]) {
      await using again = await createTrainer({ ...options, weights: loaded });
      expect((await again.evaluate(pair)).loss).toBe(loss);
    }
  });
});

describe('artifacts are refused', () => {
  const weights = initialWeights(network, owner.shape, 5);
  const load = (artifacts: tf.io.ModelArtifacts) => loadWeights(tf.io.fromMemory(artifacts), owner);
  const changed = async (change: (artifacts: tf.io.ModelArtifacts) => tf.io.ModelArtifacts) =>
    load(change(await artifactsOf(weights)));
  const entries = ({ weightSpecs }: tf.io.ModelArtifacts) => weightSpecs as tf.io.WeightsManifestEntry[];

  test.each<
    [string, (artifacts: tf.io.ModelArtifacts) => tf.io.ModelArtifacts, new (message: string) => Error, string]
  >([
    [
      'of nobody',
      (artifacts) => ({ ...artifacts, modelTopology: {} }),
      InvalidDataError,
      'no network that saveWeights saved',
    ],
    [
      'of another network',
      (artifacts) => ({ ...artifacts, modelTopology: { network: 'vm2' } }),
      InvalidDataError,
      "of 'vm2', not of 'tiny'",
    ],
    [
      'cut short',
      (artifacts) => ({ ...artifacts, weightData: (artifacts.weightData as ArrayBuffer).slice(0, -4) }),
      InvalidDataError,
      'damaged',
    ],
    [
      'without a parameter',
      (artifacts) => ({ ...artifacts, weightSpecs: entries(artifacts).slice(0, -1) }),
      ShapeMismatchError,
      "no 'flow.bias'",
    ],
    [
      'with a kernel of another shape',
      (artifacts) => ({
        ...artifacts,
        weightSpecs: entries(artifacts).map((entry) =>
          entry.shape.length === 5 ? { ...entry, shape: entry.shape.toReversed() } : entry,
        ),
      }),
      ShapeMismatchError,
      'float32 of shape [3, 3, 3, 2, 2] is needed',
    ],
  ])('%s', async (_, change, type, message) => {
    const before = tf.memory().numTensors;
    const error = await changed(change).catch((caught) => caught);
    expect(error).toBeInstanceOf(type);
    expect(error.message).toContain(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('without weights, and handlers that cannot do it', async () => {
    await expect(load({ modelTopology: { network: 'tiny' } })).rejects.toThrow('weightData and weightSpecs are needed');
    await expect(saveWeights({}, owner, weights)).rejects.toThrow(UnsupportedOptionError);
    await expect(loadWeights({}, owner)).rejects.toThrow(UnsupportedOptionError);
    await expect(artifactsOf({ ...weights, head: new Float32Array(1) })).rejects.toThrow("'head' is no parameter");
  });
});
