import type { Command } from 'commander';
import { publicSets } from '../../dataset/fetch/public-sets.ts';
import type { CommandContext } from '../context.ts';
import { check } from './check.ts';
import { type FetchOptions, fetchSet } from './fetch.ts';
import { type InspectOptions, inspect } from './inspect.ts';
import { type PrepareOptions, prepare } from './prepare.ts';

/** The command `data` with its commands. */
export function addData(program: Command, context: CommandContext, finish: (code: number) => void): Command {
  const data = program.command('data').description('look at scans, and prepare them for training');
  data
    .command('prepare')
    .description('bring scans onto one grid, in one orientation, normalized, as a dataset that runs read with --data')
    .argument(
      '[sources...]',
      'the IXI folder of TransMorph, a folder of scans, or scans: .nii, .nii.gz, .npz, .npy, .pkl',
    )
    .requiredOption('--output <folder>', 'where the dataset is written; the same command goes on after an interruption')
    .option('--atlas <file>', 'the moving image of every pair, which also places the grid')
    .option('--pairs <table>', 'a CSV table with the header moving,fixed or moving,fixed,moving_labels,fixed_labels')
    .option('--warped <count>', 'of one scan, so many seeded smooth deformations are the patients')
    .option('--subset <name>', 'of the IXI folder: train (default), validation or test')
    .option('--size <DxHxW>', 'grid of the dataset, multiples of 16, of 32 for TransMorph', '160x192x224')
    .option('--limit <count>', 'pairs at most')
    .option('--name <name>', 'of the dataset, as reports call it')
    .option('--jobs <count>', 'threads (default: all cores, as far as memory goes, 16 at most)')
    .option('--seed <number>', 'of the deformations', '1')
    .action(async (sources: string[], options: PrepareOptions) => finish(await prepare(sources, options, context)));
  data
    .command('check')
    .description('verify every file of a prepared dataset: size, digest, values, labels; lists all problems')
    .argument('<folder>', 'a prepared dataset')
    .action(async (folder: string) => finish(await check(folder, context)));
  data
    .command('inspect')
    .description('what a scan, a folder of scans or a prepared dataset holds')
    .argument('<path>', 'a file or a folder')
    .option('--json', 'print one JSON object instead')
    .action(async (path: string, options: InspectOptions) => finish(await inspect(path, options, context)));
  data
    .command('fetch')
    .description(
      `download a public set, verified and resumable, or tell how to get it: ${publicSets.map(({ name }) => name).join(', ')}`,
    )
    .argument('<name>', 'of the set, or any name with --url')
    .requiredOption('--output <folder>', 'where the file is kept; the same command goes on after an interruption')
    .option('--url <address>', 'download from there instead')
    .option('--sha256 <digits>', 'checksum that the file must have')
    .option('--md5 <digits>', 'the same, where the publisher gives an MD5')
    .action(async (name: string, options: FetchOptions) => finish(await fetchSet(name, options, context)));
  return data;
}
