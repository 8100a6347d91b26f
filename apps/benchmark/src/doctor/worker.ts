import { createInterface } from 'node:readline';
import { missingBuildMessage } from '../process/missing-build.ts';
import type { DoctorEvent, DoctorJob } from './job.ts';

const emit = (event: DoctorEvent, then?: () => void) => process.stdout.write(`${JSON.stringify(event)}\n`, then);

const lines = createInterface({ input: process.stdin });
lines.once('line', async (line) => {
  const job = JSON.parse(line) as DoctorJob;
  try {
    if (job.task === 'probe') {
      const { probeEngine } = await import('./probe-engine.ts');
      emit({ type: 'facts', facts: await probeEngine(job) });
    } else {
      const { calibrate } = await import('./calibrate.ts');
      for await (const timing of calibrate(job)) emit({ type: 'timing', timing });
    }
    emit({ type: 'done' }, () => process.exit(0));
  } catch (error) {
    const described = error instanceof Error ? error.message : String(error);
    emit({ type: 'failed', message: missingBuildMessage(error) ?? described }, () => process.exit(1));
  }
});
// Ctrl-C reaches every process of a terminal; the parent decides when this one ends.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
// The parent keeps this stream open as long as it lives.
lines.once('close', () => process.exit(1));
