import { resolve } from 'node:path';
import type { Command } from 'commander';
import { isFolder } from '../data/is-folder.ts';
import { diagnose } from '../doctor/diagnose.ts';
import { inspectMachine } from '../doctor/inspect-machine.ts';
import { createProber, type Prober } from '../doctor/prober.ts';
import { renderDiagnosis } from '../doctor/render.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommandContext } from './context.ts';
import { columnsOf } from './help/columns.ts';
import { listOf, type RunOptions, readSettings } from './options.ts';
import { defaultOutput } from './profiles.ts';

/** The options of `doctor`: those of the run it is asked about, and its own. */
export interface DoctorOptions extends RunOptions {
  readonly json?: boolean;
  /** False where nothing is to be timed. */
  readonly calibration?: boolean;
}

const eraseLine = '\r\u001b[2K';

/**
 * Tells what works here, and whether a run with these options can.
 *
 * @returns the exit code: 0 when it can, 1 when something is missing, otherwise the code the interruption asks for.
 */
export async function doctor(options: DoctorOptions, context: CommandContext, prober?: Prober): Promise<number> {
  const { settings, contenders } = readSettings(options);
  const { output, interruption, startFolder, worker } = context;
  const { signal } = interruption;
  const shows = output.isTerminal && !options.json;
  const columns = columnsOf(output);
  const diagnosis = await diagnose({
    settings,
    contenders,
    named: listOf(options.engines) ?? [],
    isPrepared: options.data !== undefined && isFolder(resolve(startFolder, options.data)),
    machine: inspectMachine(resolve(startFolder, options.output ?? defaultOutput)),
    prober: prober ?? createProber({ worker, threads: settings.threads, signal }),
    calibrates: options.calibration ?? true,
    onProgress: (what) => {
      if (shows) output.write(`${eraseLine}${`${what} …`.slice(0, columns - 1)}`);
    },
    signal,
  });
  if (shows) output.write(eraseLine);
  if (signal.aborted) return interruption.exitCode;
  output.write(
    options.json
      ? `${JSON.stringify(diagnosis, undefined, 2)}\n`
      : renderDiagnosis(diagnosis, { columns, colors: output.colors }),
  );
  return diagnosis.ready ? exitCodes.success.code : exitCodes.failure.code;
}

/** Makes a command that has the options of a run the command `doctor`. */
export function addDoctor(command: Command, context: CommandContext, finish: (code: number) => void): void {
  command
    .description('what works here, what is missing, and the memory and time that a run with these options would take')
    .option('--json', 'print one JSON object instead, "schema": 1')
    .option('--no-calibration', 'time nothing: no estimate of the time')
    .action(async (options: DoctorOptions) => finish(await doctor(options, context)));
}
