import { createInterface } from 'node:readline';
import { missingBuildMessage } from '../../src/process/missing-build.ts';
import type { PeerEvent } from './job.ts';
import type { NodeJob } from './perform.ts';

const emit = (event: PeerEvent, then?: () => void) => process.stdout.write(`${JSON.stringify(event)}\n`, then);

const lines = createInterface({ input: process.stdin });
lines.once('line', async (line) => {
  try {
    const { performPeerJob } = await import('./perform.ts');
    await performPeerJob(JSON.parse(line) as NodeJob, emit);
    emit({ type: 'done' }, () => process.exit(0));
  } catch (error) {
    const described = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    emit({ type: 'failed', message: missingBuildMessage(error) ?? described }, () => process.exit(0));
  }
});
// The parent keeps this stream open as long as it lives.
lines.once('close', () => process.exit(1));
