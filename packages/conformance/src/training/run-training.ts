import type { Algorithm } from '@fast-lncc/core';
import type { Network } from '@fast-lncc/networks';
import type { Trainer } from '@fast-lncc/networks/training';
import type { Runner } from '../contract.ts';
import { regenerateNetworkInputs } from '../golden/network-case.ts';
import { readGoldenNetwork } from '../golden/read-golden-folder.ts';
import {
  checkEvaluation,
  checkGradients,
  checkSteps,
  defaultTolerances,
  type NetworkCheck,
  type NetworkTolerances,
} from './network-checks.ts';

/** One way to carry out the loss of a training. */
export interface TrainingForm {
  readonly algorithm: Algorithm;
  readonly differentiation: 'analytic' | 'automatic';
  /** Whether upsampled maps are convolved on the coarse grid. Default false. */
  readonly fusedUpsampling?: boolean;
  /** Whether segments are computed once more on the way back. Default false. */
  readonly recompute?: boolean;
  /** Default: all. Steps cost an engine without a compiled convolution minutes. */
  readonly checks?: readonly (keyof typeof networkChecks)[];
}

/** What {@link runTraining} takes. */
export interface TrainingOptions extends Runner {
  /** Shown in the names of the tests, such as `tfjs (cpu)`. */
  readonly name: string;
  readonly network: Network;
  /** Name of the golden file, such as `VM-1`. */
  readonly golden: string;
  /** Of the golden file: `plain` (the default), or `diff` for the diffeomorphic form. */
  readonly mode?: 'plain' | 'diff';
  readonly forms: readonly TrainingForm[];
  /** Where the spread of float32 is larger than that of most networks. */
  readonly tolerances?: Partial<NetworkTolerances>;
  /** A trainer of the engine, with the defaults of the authors' training. */
  createTrainer(
    options: Omit<TrainingForm, 'checks'> & {
      readonly network: Network;
      readonly diffeomorphic: boolean;
      readonly shape: readonly number[];
      readonly dropPath: false;
      readonly weights: Readonly<Record<string, Float32Array>>;
    },
  ): Promise<Trainer>;
}

const networkChecks = {
  'displacement, warped image and losses': checkEvaluation,
  'the gradient of every parameter': checkGradients,
  'three steps of the optimizer': checkSteps,
} satisfies Record<string, NetworkCheck>;

/**
 * Registers the golden values of a network as tests of an engine, for every form of the loss, and a last one that prints
 * the largest differences.
 */
export function runTraining(options: TrainingOptions): void {
  const { describe, test, name, network, golden, mode: key = 'plain', forms, createTrainer } = options;
  const diffeomorphic = key === 'diff';
  const title = diffeomorphic ? `${golden}, diffeomorphic,` : golden;
  const seen: string[] = [];
  const load = once(async () => {
    const description = await readGoldenNetwork(golden);
    return { description, inputs: regenerateNetworkInputs(description) };
  });
  for (const { checks = Object.keys(networkChecks) as (keyof typeof networkChecks)[], ...form } of forms) {
    const what = [
      form.algorithm,
      form.differentiation,
      ...(form.fusedUpsampling ? ['fused upsampling'] : []),
      ...(form.recompute ? ['recomputed'] : []),
    ].join(', ');
    describe(`${title} on ${name} with ${what}`, () => {
      for (const check of checks) {
        test(check, async () => {
          const { description, inputs } = await load();
          const mode = description.modes[key];
          if (mode === undefined) throw new Error(`The golden file of ${golden} has no mode '${key}'.`);
          const { weights } = inputs;
          const trainer = await createTrainer({
            ...form,
            network,
            diffeomorphic,
            dropPath: false,
            shape: description.size,
            weights,
          });
          try {
            const differences = await networkChecks[check](trainer, {
              description,
              mode,
              inputs,
              tolerances: { ...defaultTolerances, ...options.tolerances },
            });
            const shown = Object.entries(differences).map(([key, value]) => `${key} ${value.toExponential(1)}`);
            seen.push(`  ${what}: ${shown.join(', ')}`);
          } finally {
            await trainer.dispose();
          }
        });
      }
    });
  }
  describe(`${title} on ${name}`, () => {
    test('report', async () => console.info(`${name}, largest differences from ${title}:\n${seen.join('\n')}`));
  });
}

/** The weights of a large network take seconds to regenerate. */
function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
