import { lku4, lku8, type Network, tmSmall, vm1, vm2 } from '@fast-lncc/networks';
import { dice, endpointError, foldingPercentage, warpLabelsNearest } from '@fast-lncc/networks/judging';
import { createTrainer } from '@fast-lncc/onnxruntime/training';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { integrateVelocity, type VectorField } from '../src/data/deformation.ts';
import { createPhantom } from '../src/data/phantom.ts';
import type { Shape } from '../src/data/volume.ts';

const shape: Shape = [32, 32, 32];
const steps = 150;

/** One pair: whether gradients lead anywhere shows within a few hundred steps. */
const phantom = createPhantom(shape, 3);
const pair = { moving: phantom.moving, fixed: phantom.fixed };
const labels = [...new Set(phantom.fixedLabels)].filter((label) => label > 0);
const tissue = phantom.fixedLabels.map((label) => (label > 0 ? 1 : 0));

/** The flow of the opposite velocity leads from the fixed anatomy to the moving one. */
const truth = join(integrateVelocity(opposite(phantom.velocity), shape));

function opposite(field: VectorField): VectorField {
  const [d, h, w] = field;
  return [d.map((value) => -value), h.map((value) => -value), w.map((value) => -value)];
}

function join(field: VectorField): Float32Array {
  const joined = new Float32Array(3 * field[0].length);
  for (const [axis, component] of field.entries()) joined.set(component, axis * component.length);
  return joined;
}

const judge = (displacement: Float32Array) => ({
  dice: dice(warpLabelsNearest(phantom.movingLabels, displacement, shape), phantom.fixedLabels, labels).mean,
  folding: foldingPercentage(displacement, shape),
  error: endpointError(displacement, truth, shape, tissue),
});

const plain: readonly Network[] = [vm1, vm2, lku4, lku8, tmSmall];
const cases = [
  ...plain.map((network) => ({ name: network.name, network, diffeomorphic: false })),
  ...[lku4, lku8].map((network) => ({ name: network.diffeomorphic.name, network, diffeomorphic: true })),
];

describe('a phantom is registered better after a few steps', () => {
  const unmoved = judge(new Float32Array(truth.length));

  test.each(cases)(
    'by $name',
    async ({ name, network, diffeomorphic }) => {
      const optimizer = { learningRate: 1e-3 };
      await using trainer = await createTrainer({ ort, network, diffeomorphic, shape, seed: 2, optimizer });
      const before = await trainer.evaluate(pair);
      for (let step = 0; step < steps; step++) await trainer.step(pair);
      const after = await trainer.evaluate(pair);
      const judged = judge(after.displacement);
      console.info(
        `${name}: loss ${before.loss.toFixed(3)} to ${after.loss.toFixed(3)}, ` +
          `Dice ${unmoved.dice.toFixed(3)} to ${judged.dice.toFixed(3)}, folding ${judged.folding.toFixed(2)} %, ` +
          `endpoint error ${unmoved.error.toFixed(2)} to ${judged.error.toFixed(2)} voxels`,
      );
      expect(after.loss).toBeLessThan(before.loss - 0.08);
      expect(judged.dice).toBeGreaterThan(unmoved.dice + 0.1);
      expect(judged.folding).toBeLessThan(0.5);
      expect(judged.error).toBeLessThan(0.8 * unmoved.error);
    },
    300_000,
  );
});
