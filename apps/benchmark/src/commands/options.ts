import { availableParallelism } from 'node:os';
import { InvalidWindowError, UnsupportedOptionError } from '@fast-lncc/core';
import { type Contender, contenderId } from '../contenders/contender.ts';
import { selectContenders } from '../contenders/select.ts';
import { parseGridSize } from '../data/grid-size.ts';
import { assertNetworkSize, suitingSize } from '../networks/network-size.ts';
import { selectNetworks } from '../networks/select.ts';
import type { ExecutionProvider, RunSettings } from '../run/settings.ts';
import { readProfile, withDefaults } from './profiles.ts';

/** The options of `run` and `demo` as the command line gives them. */
export interface RunOptions {
  readonly profile?: string;
  readonly moving?: string;
  readonly fixed?: string;
  readonly data?: string;
  readonly size?: string;
  readonly algorithms?: string;
  readonly engines?: string;
  readonly networks?: string;
  readonly epochs?: string;
  readonly pairs?: string;
  readonly repetitions?: string;
  readonly judgedPairs?: string;
  readonly flips?: boolean;
  readonly window?: string;
  readonly seed?: string;
  readonly threads?: string;
  readonly output?: string;
  readonly executionProvider?: string;
  /** A plan, of which one shard is run. */
  readonly plan?: string;
  /** `i/n` */
  readonly shard?: string;
  /** Set up TensorFlow.js for Node first, where it is missing. */
  readonly setup?: boolean;
}

const providers: readonly ExecutionProvider[] = ['cpu', 'cuda', 'webgpu'];
const mostThreads = 1024;

/**
 * The settings and contenders that options name. Where no contender trains, the networks are checked and not used.
 *
 * @throws UnsupportedOptionError or InvalidWindowError, naming the option, its value and what it may be.
 */
export function readSettings(given: RunOptions): {
  readonly settings: RunSettings;
  readonly contenders: readonly Contender[];
} {
  const profile = readProfile(given.profile);
  const options = withDefaults(profile, given);
  const provider = providers.find((name) => name === options.executionProvider);
  if (provider === undefined) {
    throw new UnsupportedOptionError(
      `--execution-provider ${options.executionProvider} is unknown. Choose from: ${providers.join(', ')}.`,
    );
  }
  const contenders = selectContenders({ algorithms: listOf(options.algorithms), engines: listOf(options.engines) });
  const networks = selectNetworks(listOf(options.networks) ?? []);
  const asked = parseGridSize(options.size);
  // Networks that are named go before a size that is not.
  const size = given.size === undefined ? suitingSize(asked, networks) : asked;
  assertNetworkSize(size, networks);
  const settings: RunSettings = {
    profile,
    ...idsOf(contenders),
    networks: networks.map(({ name }) => name),
    size,
    smallSize: [24, 24, 24],
    agreementSize: [24, 24, 24],
    window: readWindow(options.window),
    epochs: wholeNumber('--epochs', options.epochs, 1, 1000),
    pairs: wholeNumber('--pairs', options.pairs, 1, 1_000_000),
    flips: options.flips,
    judgedPairs: wholeNumber('--judged-pairs', options.judgedPairs, 0, 1_000_000),
    repetitions: wholeNumber('--repetitions', options.repetitions, 1, 1000),
    seed: wholeNumber('--seed', options.seed, 0, 2 ** 32 - 1),
    threads:
      options.threads === undefined
        ? availableParallelism()
        : wholeNumber('--threads', options.threads, 1, mostThreads),
    executionProvider: provider,
  };
  return { settings, contenders };
}

/** The contenders of a run, as its settings name them. */
export const idsOf = (contenders: readonly Contender[]): Pick<RunSettings, 'contenders' | 'trained'> => ({
  contenders: contenders.map(contenderId),
  trained: contenders.filter((contender) => contender.prepareTraining !== undefined).map(contenderId),
});

export function readWindow(text: string): number {
  const window = Number(text);
  if (!(Number.isInteger(window) && window > 0 && window % 2 === 1)) {
    throw new InvalidWindowError(
      `--window ${text} is not an odd whole number of voxels. Use 9, the paper's, or another odd number.`,
    );
  }
  return window;
}

export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new UnsupportedOptionError(`${option} ${text} is not a whole number from ${least} to ${most}.`);
  }
  return value;
}

/** The names in a list with commas. */
export function listOf(text: string | undefined): string[] | undefined {
  return text
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
