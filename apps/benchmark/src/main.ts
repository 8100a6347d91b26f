import { LnccError, MissingRuntimeError, StorageError } from '@fast-lncc/core';
import { Command, CommanderError } from 'commander';
import { type CompareOptions, compare } from './commands/compare.ts';
import type { CommandContext } from './commands/context.ts';
import { addData } from './commands/data/register.ts';
import { addDoctor } from './commands/doctor.ts';
import { withHelp } from './commands/help/with-help.ts';
import { addMerge } from './commands/merge.ts';
import type { RunOptions } from './commands/options.ts';
import { addPage } from './commands/page.ts';
import { addPlan } from './commands/plan.ts';
import { defaultOutput, demoOptions } from './commands/profiles.ts';
import { report } from './commands/report.ts';
import { type ResumeOptions, resume } from './commands/resume.ts';
import { run } from './commands/run.ts';
import { DownloadError } from './dataset/fetch/download-error.ts';
import { exitCodes } from './exit-codes.ts';
import { networkNames } from './networks/select.ts';

/**
 * The command line. Errors are one message on the standard error; {@link exitCodes} tells what the codes mean.
 *
 * @param args the arguments after `node cli.js`
 */
export async function main(
  args: readonly string[],
  context: CommandContext,
  printError: (text: string) => void,
): Promise<number> {
  let code: number = exitCodes.success.code;
  const program = createProgram(args, context, printError, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success.code : exitCodes.badInput.code;
    if (error instanceof LnccError) {
      printError(`${error.name}: ${error.message}\n`);
      if (error instanceof StorageError) return exitCodes.storage.code;
      return error instanceof MissingRuntimeError || error instanceof DownloadError
        ? exitCodes.failure.code
        : exitCodes.badInput.code;
    }
    printError(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCodes.failure.code;
  }
}

function createProgram(
  [first]: readonly string[],
  context: CommandContext,
  printError: (text: string) => void,
  finish: (code: number) => void,
): Command {
  const program = new Command('benchmark')
    .description('Compares LNCC algorithms: agreement, the loss alone, and networks trained with each of them.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.output.write(text), writeErr: printError });
  // A word that is no command is a typing error to be told as such, and no argument of the default command.
  const isDefault = first === undefined || first.startsWith('-');
  withRunOptions(program.command('run', { isDefault }))
    .description('measure a pair of scans, or the phantom where no scan is named (the default command)')
    .option('--plan <file>', 'run one shard of a plan, with its settings; needs --shard and --data')
    .option('--shard <i/n>', 'which one, from 1/n to n/n')
    .action(async (options: RunOptions) => finish(await run(options, 'run', context)));
  withRunOptions(program.command('demo'))
    .description('the comparison of `npm start`: smaller, and over within five minutes on two cores')
    .action(async (options: RunOptions) => {
      if (options.networks === undefined) {
        context.output.write('Training VM-1 with every LNCC algorithm; expect two to five minutes on two cores.\n');
      }
      finish(await run({ ...demoOptions, ...options }, 'demo', context));
    });
  program
    .command('resume')
    .description('go on with a run that was interrupted, crashed or killed')
    .argument('<folder>', 'for instance results/2026-01-31-12-00-00-run')
    .option('--retry', 'run again what failed')
    .action(async (folder: string, options: ResumeOptions) => finish(await resume(folder, options, context)));
  const reports = program
    .command('report')
    .description('write and print the reports of a results folder again')
    .argument('<folder>', 'for instance results/2026-01-31-12-00-00-run')
    .action(async (folder: string) => finish(await report(folder, context)));
  reports
    .command('compare')
    .description('print the times of two runs beside each other, and what else differs between them')
    .argument('<first>', 'a results folder, or its report.json')
    .argument('<second>', 'another; ratios are its times divided by those of the first')
    .option('--html <file>', 'write the comparison as a page, too')
    .option('--markdown <file>', 'write it as Markdown, too')
    .action((first: string, second: string, options: CompareOptions) =>
      finish(compare(first, second, options, context)),
    );
  addPlan(withRunOptions(program.command('plan')), context, finish);
  addMerge(program, context, finish);
  addDoctor(withRunOptions(program.command('doctor')), context, finish);
  addData(program, context, finish);
  addPage(program, context, finish);
  return withHelp(program, context.output);
}

function withRunOptions(command: Command): Command {
  return command
    .option('--profile <name>', 'defaults of all other options: quick (default), paper or full')
    .option('--data <path>', 'a prepared dataset, or one scan, of which seeded deformations are the patients')
    .option('--moving <file>', 'moving image: .nii, .nii.gz, .npz, .npy or .pkl')
    .option('--fixed <file>', 'fixed image')
    .option('--size <DxHxW>', 'grid to train on, multiples of 16, with tm 32 (quick: 80x96x112, with tm 64x96x96)')
    .option('--algorithms <names>', 'such as sequential,grouped,separable (default: all)')
    .option(
      '--engine, --engines <names>',
      'such as onnxruntime,tfjs-node (default: all but webgpu, which has to be named)',
    )
    .option('--networks <names>', `networks to train, of ${networkNames().join(', ')} (quick: vm1)`)
    .option('--setup', 'set up TensorFlow.js for Node first, where it is missing')
    .option('--epochs <count>', 'epochs of every training, and rounds of the loss alone (quick: 2, paper: 5)')
    .option('--pairs <count>', 'pairs of an epoch, one training step each (quick: 3, paper: 403)')
    .option('--no-flips', 'do not mirror pairs at random')
    .option('--judged-pairs <count>', 'pairs that trained networks are judged on: Dice, folding (full: 8)')
    .option('--repetitions <count>', 'most timed evaluations of the loss per round (10)')
    .option('--window <voxels>', 'odd window extent (9)')
    .option('--seed <number>', 'of phantom, deformations, weights, order and flips (1)')
    .option('--threads <count>', 'threads per contender (default: all cores)')
    .option('--output <folder>', 'where the results folder is made', defaultOutput)
    .option('--execution-provider <name>', 'of ONNX Runtime: cpu, cuda or webgpu (cpu)');
}
