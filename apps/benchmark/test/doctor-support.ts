import type { MachineState } from '../src/doctor/inspect-machine.ts';
import type { CalibrationJob, Timing } from '../src/doctor/job.ts';
import type { ProbeOutcome, Prober } from '../src/doctor/prober.ts';

/** A machine with room for everything at 80×96×112. */
export const roomyMachine: MachineState = {
  system: 'Linux x64',
  node: 'v20.19.0',
  nodeSupported: true,
  processor: 'Test CPU',
  cores: 2,
  load: 0,
  memoryBytes: 8 * 2 ** 30,
  availableBytes: 4 * 2 ** 30,
  diskFreeBytes: 100 * 2 ** 30,
  diskFolder: '/results',
  graphicsCards: [],
};

export interface FakeProber extends Prober {
  readonly calibrations: readonly CalibrationJob[];
}

/** A prober without processes: every target works, but for those that have another outcome. */
export function fakeProber(outcomes: Readonly<Record<string, ProbeOutcome>> = {}, timings: readonly Timing[] = []) {
  const calibrations: CalibrationJob[] = [];
  const prober: FakeProber = {
    calibrations,
    probe: async ({ name }) => outcomes[name] ?? { facts: { version: '1.2.3', residentBytes: 100 * 2 ** 20 } },
    peers: async () => ({ python: 'python3', failure: "No module named 'torch'" }),
    calibrate: async (job) => {
      calibrations.push(job);
      return timings.filter(({ contender }) => job.contenders.includes(contender));
    },
  };
  return prober;
}
