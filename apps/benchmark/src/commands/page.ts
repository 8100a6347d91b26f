import { resolve } from 'node:path';
import type { Command } from 'commander';
import { wrap } from '../doctor/layout.ts';
import { describeResult } from '../page/describe-result.ts';
import { createPageResults } from '../page/page-results.ts';
import { servePage } from '../page/page-server.ts';
import { type PageOptions, readPageSettings } from '../page/read-settings.ts';
import { renderPage } from '../page/render-page.ts';
import type { PageResult } from '../page/result.ts';
import { readServedFiles } from '../page/served-files.ts';
import { describeMachine } from '../results/machine.ts';
import type { CommandContext } from './context.ts';
import { columnsOf } from './help/columns.ts';
import { defaultOutput } from './profiles.ts';

/**
 * Serves the page that measures a browser's GPU, and keeps what it reports, until it is interrupted.
 *
 * @returns the exit code that the interruption asks for.
 * @throws UnsupportedOptionError or InvalidWindowError for options that cannot be used, MissingRuntimeError where the page is
 * not built, InvalidDataError or StorageError where results cannot be stored; the last also later.
 */
export async function page(options: PageOptions, context: CommandContext): Promise<number> {
  const { output, interruption, startFolder } = context;
  const { port, ...measured } = readPageSettings(options);
  const machine = describeMachine();
  const { commit } = machine;
  const settings = { ...measured, ...(commit === undefined ? {} : { commit }) };
  const files = readServedFiles(context.page, renderPage(settings));
  const columns = columnsOf(output);
  const say = (text: string) => output.write(`${wrap(text, columns).join('\n')}\n`);
  const ended = new AbortController();
  let failure: unknown;
  // Made when the port is known to be free.
  let results: ReturnType<typeof createPageResults> | undefined;
  const onResult = (result: PageResult) => {
    try {
      results!.add(result);
    } catch (error) {
      failure ??= error;
      // After the page was told.
      setImmediate(() => ended.abort());
      throw error;
    }
    say(describeResult(result));
  };
  const server = await servePage({ port, files, onResult });
  try {
    results = createPageResults(resolve(startFolder, options.output), { settings, machine, startedAt: new Date() });
    say(`Open ${server.address} in a browser with WebGPU on the machine whose GPU is to be measured, and press Start.`);
    output.write(`Results: ${results.folder}\n`);
    say('Ctrl-C ends the server.');
    await oneOf(interruption.signal, ended.signal);
  } finally {
    await server.close();
  }
  const measuredAny = results.close();
  if (failure !== undefined) throw failure;
  output.write(measuredAny ? `Table: ${results.table}\n` : 'Nothing was measured; no results are left.\n');
  return interruption.exitCode;
}

/** When the first of two signals is given. */
async function oneOf(...signals: readonly AbortSignal[]): Promise<void> {
  const either = AbortSignal.any([...signals]);
  if (either.aborted) return;
  await new Promise((done) => either.addEventListener('abort', done, { once: true }));
}

export function addPage(program: Command, context: CommandContext, finish: (code: number) => void): void {
  program
    .command('page')
    .description('serve a page that measures the GPU of a browser, and keep what it reports')
    .option('--port <number>', 'of 127.0.0.1 to serve on; 0 for any that is free', '4488')
    .option('--sizes <DxHxW,…>', 'grids to measure, in this order', '32x32x32,64x64x64,160x192x224')
    .option('--window <voxels>', 'odd window extent', '9')
    .option('--rounds <count>', 'timed rounds, after one that warms up', '9')
    .option('--output <folder>', 'where the results folder is made', defaultOutput)
    .action(async (options: PageOptions) => finish(await page(options, context)));
}
