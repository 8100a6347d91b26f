import { createInterface } from 'node:readline';
import type { Job, JobEvent, ProviderJob } from './process/job.ts';
import { missingBuildMessage } from './process/missing-build.ts';

const emit = (event: JobEvent, then?: () => void) => process.stdout.write(`${JSON.stringify(event)}\n`, then);

const lines = createInterface({ input: process.stdin });
let finished = false;
lines.once('line', async (line) => {
  try {
    const { performJob } = await import('./process/perform-job.ts');
    await performJob(JSON.parse(line) as Job | ProviderJob, (measurement) =>
      emit({ type: 'measurement', measurement }),
    );
    finished = true;
    emit({ type: 'done' }, () => process.exit(0));
  } catch (error) {
    finished = true;
    const described = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const message = missingBuildMessage(error) ?? described;
    emit({ type: 'failed', message }, () => process.exit(1));
  }
});
// Ctrl-C reaches every process of a terminal, and a scheduler's signal every process of a task; the parent decides when
// this one ends.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => {});
// The parent keeps this stream open as long as it lives.
lines.once('close', () => {
  if (!finished) process.exit(1);
});
