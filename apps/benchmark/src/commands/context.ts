import type { ProgressOutput } from '../run/status-line.ts';

/** Standard output, and whether it shows colors. */
export interface CommandOutput extends ProgressOutput {
  readonly colors: boolean;
}

/** A request to stop, from a signal or a closed output, and the exit code that tells so. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly exitCode: number;
}

/** A runtime that is not part of the installation: TensorFlow.js for Node. */
export interface NativeRuntime {
  /** Why it cannot be used, with the command that changes it; `undefined` where it can. */
  missing(): string | undefined;
  /** Runs that command, which shows what it does. */
  setUp(): Promise<void>;
  /** Asks a yes-or-no question; absent where nobody is there to answer. */
  readonly confirm?: (question: string) => Promise<boolean>;
}

/** What a command needs from the process it runs in. */
export interface CommandContext {
  readonly output: CommandOutput;
  readonly interruption: Interruption;
  /** Folder that paths on the command line are relative to. */
  readonly startFolder: string;
  /** The script that child processes run. */
  readonly worker: string;
  /** Folder of the built page that measures a browser's GPU. */
  readonly page: string;
  readonly native: NativeRuntime;
}
