import { resolve } from 'node:path';
import { InvalidWindowError, UnsupportedOptionError } from '@fast-lncc/core';
import { parseGridSize } from '../../src/data/grid-size.ts';
import { type ImagePair, loadPair } from '../../src/data/image-pair.ts';
import { readRawPair } from '../../src/data/raw-pair.ts';
import { assertNetworkSize } from '../../src/networks/network-size.ts';
import { selectNetworks } from '../../src/networks/select.ts';
import { type RunFolder, readRunDescription, runFolderAt } from '../../src/results/run-folder.ts';
import { type PeerContender, selectPeers } from './contenders.ts';

/** The options as the command line gives them. */
export interface PeerOptions {
  readonly moving?: string;
  readonly fixed?: string;
  readonly data?: string;
  readonly size?: string;
  readonly windows?: string;
  readonly threads?: string;
  readonly seed?: string;
  readonly run?: string;
  readonly python: string;
  readonly only?: string;
  readonly rounds: string;
  readonly repetitions: string;
  readonly results: string;
}

/** The network that `time_pytorch.py` trains on the images of a comparison. */
export const networkOfPeers = 'vm1';

export const defaults = { size: '80x96x112', windows: '9', threads: '2', seed: '1' } as const;

/** What is compared, and how. */
export interface PeerSettings {
  readonly contenders: readonly PeerContender[];
  readonly windows: readonly number[];
  readonly threads: number;
  readonly seed: number;
  readonly rounds: number;
  /** Most timed evaluations per mode and round. */
  readonly repetitions: number;
  readonly python: string;
  /** Where a results folder is made for each window. */
  readonly results: string;
  /** An existing run that takes the rows instead. */
  readonly run?: RunFolder;
}

const mostThreads = 1024;

/**
 * The settings and the images that options name. With `run` the images, the window, the threads and the seed are those of
 * that run.
 *
 * @throws UnsupportedOptionError, InvalidWindowError, InvalidDataError, naming the option, its value and what it may be.
 */
export function readPeerOptions(
  options: PeerOptions,
  startFolder: string,
): { settings: PeerSettings; pair: ImagePair } {
  const at = (path: string | undefined) => (path === undefined ? undefined : resolve(startFolder, path));
  const common = {
    contenders: selectPeers(options.only),
    rounds: wholeNumber('--rounds', options.rounds, 1, 1000),
    repetitions: wholeNumber('--repetitions', options.repetitions, 1, 1000),
    python: options.python,
    results: resolve(startFolder, options.results),
  };
  if (options.run !== undefined) {
    refuseBeside('--run', options, ['moving', 'fixed', 'data', 'size', 'windows', 'threads', 'seed']);
    const run = runFolderAt(resolve(startFolder, options.run));
    const { window, threads, seed } = readRunDescription(run).settings;
    return { settings: { ...common, windows: [window], threads, seed, run }, pair: readRawPair(run.pair) };
  }
  const size = parseGridSize(options.size ?? defaults.size);
  assertNetworkSize(size, selectNetworks([networkOfPeers]));
  const windows = readWindows(options.windows ?? defaults.windows, Math.min(...size));
  const threads = wholeNumber('--threads', options.threads ?? defaults.threads, 1, mostThreads);
  const seed = wholeNumber('--seed', options.seed ?? defaults.seed, 0, 2 ** 32 - 1);
  const pair = loadPair({ moving: at(options.moving), fixed: at(options.fixed), data: at(options.data), size, seed });
  return { settings: { ...common, windows, threads, seed }, pair };
}

function refuseBeside(option: string, options: PeerOptions, others: readonly (keyof PeerOptions)[]): void {
  const given = others.find((name) => options[name] !== undefined);
  if (given !== undefined) {
    throw new UnsupportedOptionError(
      `--${given} was given with ${option}, whose run decides it. Leave one of them out.`,
    );
  }
}

function readWindows(text: string, shortest: number): number[] {
  const windows = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  const wrong = windows.findIndex((window) => !(window % 2 === 1 && window <= shortest));
  if (wrong >= 0) {
    throw new InvalidWindowError(
      `--windows ${text}: "${text.split(',')[wrong]}" is not an odd whole number up to ${shortest}, the shortest extent of the volume. Write them as 5,9,15.`,
    );
  }
  return [...new Set(windows)];
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new UnsupportedOptionError(`${option} ${text} is not a whole number from ${least} to ${most}.`);
  }
  return value;
}
