import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LnccError, MissingRuntimeError } from '@fast-lncc/core';
import { Command, CommanderError } from 'commander';
import type { Interruption } from '../../src/commands/context.ts';
import { watchInterruptions } from '../../src/process/watch-interruptions.ts';
import type { Workers } from './compare.ts';
import { defaults, type PeerOptions, readPeerOptions } from './options.ts';
import { runComparison } from './session.ts';

/** What the command needs from the process it runs in. */
export interface PeerCommandContext {
  readonly write: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Folder that paths on the command line are relative to. */
  readonly startFolder: string;
  readonly interruption: Interruption;
  /** The scripts of the two workers. */
  readonly scripts: { readonly node: string; readonly python: string };
}

/** Runs the command of this process; `folder` is where the Python scripts are. */
export async function start(folder: string): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), {
    write: (text) => void process.stdout.write(text),
    printError: (text) => void process.stderr.write(text),
    startFolder: process.env.INIT_CWD ?? process.cwd(),
    interruption: watchInterruptions(),
    scripts: {
      node: fileURLToPath(new URL('./peers-worker.js', import.meta.url)),
      python: join(folder, 'compare_loss.py'),
    },
  });
}

/**
 * The command line. Exit codes: 0 everything measured, 1 a contender failed or disagreed where it should not, 2 bad
 * input, otherwise the code an interruption asks for.
 */
export async function main(args: readonly string[], context: PeerCommandContext): Promise<number> {
  let code = 0;
  const command = createCommand(context).action(async (options: PeerOptions) => {
    const { settings, pair } = readPeerOptions(options, context.startFolder);
    const workers: Workers = {
      node: [process.execPath, context.scripts.node],
      python: [settings.python, context.scripts.python],
    };
    const { signal } = context.interruption;
    const say = (text: string) => context.write(`${text}\n`);
    const succeeded = await runComparison({ settings, pair, workers, signal, say });
    code = signal.aborted ? context.interruption.exitCode : succeeded ? 0 : 1;
  });
  try {
    await command.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof LnccError) {
      context.printError(`${error.name}: ${error.message}\n`);
      return error instanceof MissingRuntimeError ? 1 : 2;
    }
    throw error;
  }
}

function createCommand({ write, printError }: PeerCommandContext): Command {
  return new Command('compare')
    .description('Compares the loss alone, and with its gradient to the moving image, with implementations in Python.')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: printError })
    .option('--moving <file>', 'moving image: .nii, .nii.gz, .npz or .npy')
    .option('--fixed <file>', 'fixed image')
    .option('--data <file>', 'one scan: fixed image; a seeded deformation of it is the moving image')
    .option('--size <D,H,W>', `grid, multiples of 16 (default: ${defaults.size})`)
    .option('--windows <list>', `odd window extents, such as 5,9,15 (default: ${defaults.windows})`)
    .option(
      '--threads <count>',
      `threads of every contender (default: ${defaults.threads}; cores here: ${availableParallelism()})`,
    )
    .option('--seed <number>', `of the phantom and the deformation (default: ${defaults.seed})`)
    .option('--run <folder>', 'a run of the benchmark: its images and settings are used, and it gets the rows')
    .option('--python <file>', 'the Python that has the libraries', process.env.FAST_LNCC_PEERS_PYTHON ?? 'python3')
    .option('--only <names>', 'ids or engines, such as wasm,pytorch/cumulative,dipy (default: all)')
    .option('--rounds <count>', 'times every contender is run, every second time in reverse order', '2')
    .option('--repetitions <count>', 'most timed evaluations per mode and round', '10')
    .option('--results <folder>', 'where a results folder is made for each window', 'results');
}
