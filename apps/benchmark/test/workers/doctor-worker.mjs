// Answers the doctor as its worker does; what it does depends on the engine.
import { createInterface } from 'node:readline';

const emit = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
createInterface({ input: process.stdin }).once('line', (line) => {
  const { task, engine, contender, executionProvider } = JSON.parse(line);
  if (task === 'calibration') {
    emit({ type: 'timing', timing: { kind: 'loss', contender: 'wasm/fused', voxels: 8 } });
    process.kill(process.pid, 'SIGSEGV');
    return;
  }
  if (engine === 'webgpu') process.abort();
  if (engine === 'tfjs-cpu') {
    // Like a native library that neither answers nor ends.
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => {});
    setInterval(() => {}, 1000);
    return;
  }
  if (engine === 'tfjs-node') {
    emit({ type: 'failed', message: 'it is not set up' });
    process.exit(1);
  }
  if (engine === 'tfjs-wasm') process.exit(0);
  process.stdout.write('a native library says hello\n');
  emit({ type: 'facts', facts: { version: '1.2.3', device: `${contender} on ${executionProvider}` } });
  emit({ type: 'done' });
  process.exit(0);
});
