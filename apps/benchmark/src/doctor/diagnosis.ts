import type { RunSettings } from '../run/settings.ts';
import type { MachineState } from './inspect-machine.ts';
import type { ProbeFacts } from './job.ts';
import type { DiskNeed } from './predict-disk.ts';
import type { MemoryRow } from './predict-memory.ts';
import type { TimeEstimate } from './predict-time.ts';

/** Whether the run computes on it: it has to, does not, or leaves it out because it does not work. */
export type Role = 'needed' | 'left-out' | 'unused';

/** An engine, an execution provider, or the peers' PyTorch. */
export interface EngineRow extends ProbeFacts {
  readonly name: string;
  readonly works: boolean;
  readonly role: Role;
  /** Why it does not work. */
  readonly failure?: string;
  /** What it needs, as one command or sentence. */
  readonly needs?: string;
}

export interface Calibration {
  readonly size: readonly number[];
  readonly networks: readonly string[];
}

/** Everything the doctor found out: what `--json` prints. */
export interface Diagnosis {
  readonly schema: 1;
  /** Whether the chosen profile can run here. */
  readonly ready: boolean;
  /** What keeps it from running. */
  readonly problems: readonly string[];
  /** What does not, but should be known. */
  readonly warnings: readonly string[];
  readonly settings: RunSettings;
  readonly machine: MachineState;
  readonly engines: readonly EngineRow[];
  readonly memory: readonly MemoryRow[];
  /** Factors between which predictions of memory lay of what was measured. */
  readonly memoryError: { readonly lowest: number; readonly highest: number };
  readonly disk: DiskNeed;
  /** An estimate; absent where none was asked for, or nothing could be timed. */
  readonly time?: TimeEstimate & {
    readonly calibration: Calibration;
    readonly error: { readonly lowest: number; readonly highest: number };
  };
}
