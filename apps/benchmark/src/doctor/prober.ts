import { dirname, extname, join } from 'node:path';
import { workerEnvironment } from '../process/worker-environment.ts';
import type { CalibrationJob, DoctorEvent, DoctorJob, ProbeFacts, Timing } from './job.ts';
import { type PeerProbe, probePeers } from './probe-peers.ts';
import { runChild } from './run-child.ts';
import type { Target } from './targets.ts';

/** What came of a probe: facts, or why there are none. */
export interface ProbeOutcome {
  readonly facts?: ProbeFacts;
  readonly failure?: string;
}

/** Finds out what works, each in a process of its own. */
export interface Prober {
  probe(target: Target): Promise<ProbeOutcome>;
  peers(): Promise<PeerProbe>;
  /** What was timed until the process ended or time was up. */
  calibrate(job: CalibrationJob): Promise<readonly Timing[]>;
}

export interface ProberOptions {
  /** The script of the benchmark's child processes; the doctor's lies beside it. */
  readonly worker: string;
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Of a probe; a calibration gets four times as much. */
  readonly timeoutMilliseconds?: number;
  readonly environment?: NodeJS.ProcessEnv;
}

/** TensorFlow takes seconds to load from a cold disk, and a GPU compiles its first kernels. */
const patience = 60_000;

export function createProber(options: ProberOptions): Prober {
  const { worker, threads, signal, timeoutMilliseconds = patience, environment = process.env } = options;
  const script = doctorWorker(worker);
  const run = (job: DoctorJob, timeout: number) =>
    runChild<DoctorEvent>({
      command: [process.execPath, script],
      job,
      environment: workerEnvironment(job.executionProvider),
      timeoutMilliseconds: timeout,
      signal,
    });
  return {
    async probe({ engine, contender, executionProvider }) {
      const { events, failure } = await run(
        { task: 'probe', engine, contender, executionProvider, threads },
        timeoutMilliseconds,
      );
      const facts = events.find((event) => event.type === 'facts')?.facts;
      if (failure !== undefined) return { failure };
      return facts === undefined ? { failure: 'ended without an answer' } : { facts };
    },
    peers: () => probePeers({ environment, timeoutMilliseconds, signal }),
    async calibrate(job) {
      const { events } = await run(job, 4 * timeoutMilliseconds);
      return events.flatMap((event) => (event.type === 'timing' ? [event.timing] : []));
    },
  };
}

const doctorWorker = (worker: string): string => join(dirname(worker), `doctor-worker${extname(worker)}`);
