import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem, type } from 'node:os';
import { dirname } from 'node:path';
import { availableMemory } from '@fast-lncc/networks/training';
import { type GraphicsCard, graphicsCards } from './graphics-cards.ts';

/** What the machine offers to a run. */
export interface MachineState {
  readonly system: string;
  readonly node: string;
  readonly nodeSupported: boolean;
  readonly processor: string;
  readonly cores: number;
  /** Processes that run or wait, on average over the last minute. */
  readonly load: number;
  readonly memoryBytes: number;
  /** What a process may take at most, where a container limits it. */
  readonly memoryLimitBytes?: number;
  /** What a process can still take. */
  readonly availableBytes: number;
  /** Free space where results are written, or would be. */
  readonly diskFreeBytes: number;
  readonly diskFolder: string;
  readonly graphicsCards: readonly GraphicsCard[];
}

/** The oldest Node there are tests for. */
export const oldestNode = [20, 19] as const;

/** @param output the folder of results; it need not exist */
export function inspectMachine(output: string): MachineState {
  const limit = process.constrainedMemory?.() ?? 0;
  const diskFolder = nearestExisting(output);
  const { bavail, bsize } = statfsSync(diskFolder);
  return {
    system: `${type()} ${process.arch}`,
    node: process.version,
    nodeSupported: isSupported(process.version),
    processor: cpus()[0]?.model.trim() ?? process.arch,
    cores: availableParallelism(),
    load: loadavg()[0] ?? 0,
    memoryBytes: totalmem(),
    // Without a limit the system's answer is 0, or beyond the machine's memory.
    ...(limit > 0 && limit < totalmem() ? { memoryLimitBytes: limit } : {}),
    availableBytes: availableMemory() ?? totalmem(),
    diskFreeBytes: bavail * bsize,
    diskFolder,
    graphicsCards: graphicsCards(),
  };
}

export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}
