import type { Trainer } from '@fast-lncc/networks/training';
import { ensure, expectClose, norm } from '../expect.ts';
import type { NetworkDescription, NetworkMode, regenerateNetworkInputs, Samples } from '../golden/network-case.ts';

/** How far float32 may be from the golden values in float64. */
export interface NetworkTolerances {
  /** Of a parameter's gradient, relative to its length. */
  readonly gradient: number;
  /** Of the loss after three steps. */
  readonly loss: number;
  /** Of how far a parameter came in three steps, relative. */
  readonly change: number;
}

export const defaultTolerances: NetworkTolerances = { gradient: 1e-4, loss: 3e-5, change: 2e-3 };

/** A network as its authors' code ran it, and what it ran on. */
export interface GoldenNetwork {
  readonly tolerances: NetworkTolerances;
  readonly description: NetworkDescription;
  readonly mode: NetworkMode;
  readonly inputs: ReturnType<typeof regenerateNetworkInputs>;
}

/** Compares a trainer that starts from the golden weights with the golden values. @returns the largest differences. */
export type NetworkCheck = (trainer: Trainer, golden: GoldenNetwork) => Promise<Readonly<Record<string, number>>>;

/** Displacement, warped image and the terms of the loss. */
export const checkEvaluation: NetworkCheck = async (trainer, { description, mode, inputs }) => {
  const result = await trainer.evaluate(inputs);
  const { output } = result;
  // Networks that return something else return it in units of half the image.
  const toVoxels = (samples: Samples) => (output === undefined ? samples : inVoxels(samples, description.size));
  const differences = {
    displacement: largest(result.displacement, toVoxels(mode.displacement_after_integration ?? mode.flow)),
    warped: largest(result.warped, mode.warped),
    ...(output === undefined ? {} : { output: largest(output, mode.flow) }),
  };
  expectClose('output', differences.output ?? 0, 0, 5e-6);
  expectClose('displacement', differences.displacement, 0, 5e-5);
  expectClose('warped', differences.warped, 0, 2e-5);
  for (const [name, expected] of [
    ['similarity', mode.loss.similarity],
    ['smoothness', mode.loss.smoothness],
    ['loss', mode.loss.total],
  ] as const) {
    expectClose(name, result[name], expected, 3e-6);
  }
  return { ...differences, loss: Math.abs(result.loss - mode.loss.total) };
};

/** The gradient of every parameter: sampled elements, and its length. */
export const checkGradients: NetworkCheck = async (trainer, { description, mode, inputs, tolerances }) => {
  const gradients = await trainer.gradients(inputs);
  let worst = 0;
  for (const expected of mode.grad) {
    const name = description.params[expected.p]?.name ?? '';
    const gradient = gradients[name];
    ensure(gradient !== undefined, `the gradient of ${name} is missing`);
    if ('grad' in expected) {
      ensure(
        gradient.every((value) => value === 0),
        `${name} is not used, but has a gradient`,
      );
      continue;
    }
    const { idx, val, l2 } = expected;
    if (l2 < vanishing) {
      expectClose(`length of the gradient of ${name}`, norm(gradient), 0, vanishing);
      continue;
    }
    const sampled = norm(idx.map((index, at) => (gradient[index] ?? Number.NaN) - (val[at] ?? 0))) / l2;
    expectClose(`gradient of ${name}`, sampled, 0, tolerances.gradient);
    expectClose(`length of the gradient of ${name}`, norm(gradient) / l2, 1, tolerances.gradient);
    worst = Math.max(worst, sampled);
  }
  return { gradient: worst };
};

/** Three steps of the authors' optimizer: the loss before each and after the last, and how far the weights came. */
export const checkSteps: NetworkCheck = async (trainer, { description, mode, inputs, tolerances }) => {
  const { moving, fixed, weights: before } = inputs;
  const losses: number[] = [];
  for (let step = 0; step < 3; step++) losses.push((await trainer.step({ moving, fixed })).loss);
  losses.push((await trainer.evaluate({ moving, fixed })).loss);
  let worstLoss = 0;
  losses.forEach((loss, step) => {
    const expected = mode.train.loss[step] ?? Number.NaN;
    expectClose(`loss ${step}`, loss, expected, tolerances.loss);
    worstLoss = Math.max(worstLoss, Math.abs(loss - expected));
  });
  const weights = await trainer.weights();
  let worstChange = 0;
  for (const expected of mode.train.params) {
    const name = description.params[expected.p]?.name ?? '';
    const [own, start] = [weights[name], before[name]];
    ensure(own !== undefined && start !== undefined, `${name} is missing`);
    const change = norm(own.map((value, index) => value - (start[index] ?? Number.NaN)));
    if ('unchanged' in expected || expected.delta_l2 < vanishing) {
      expectClose(`change of ${name}`, change, 0, vanishing);
      continue;
    }
    const relative = change / expected.delta_l2;
    expectClose(`change of ${name}`, relative, 1, tolerances.change);
    worstChange = Math.max(worstChange, Math.abs(relative - 1));
  }
  return { 'loss of a step': worstLoss, 'change of weights': worstChange };
};

/** Gradients below are nothing but rounding: of attention between tokens that do not see each other, for instance. */
const vanishing = 1e-12;

/** Samples of `[3, D, H, W]` in units of half the image, the centers of the outermost voxels being at −1 and 1. */
function inVoxels({ idx, val }: Samples, size: readonly number[]): Samples {
  const voxels = size.reduce((product, length) => product * length, 1);
  return {
    idx,
    val: val.map((value, at) => (value * ((size[Math.floor((idx[at] ?? 0) / voxels)] ?? 1) - 1)) / 2),
  };
}

/** The largest difference from sampled elements; NaN stays NaN. */
function largest(actual: Float32Array, { idx, val }: Samples): number {
  return Math.max(...idx.map((index, at) => Math.abs((actual[index] ?? Number.NaN) - (val[at] ?? 0))));
}
