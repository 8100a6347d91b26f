// A child that is asked to start an execution provider, and tells the library path it was started with instead.
import { createInterface } from 'node:readline';

createInterface({ input: process.stdin }).once('line', (line) => {
  const { task, settings } = JSON.parse(line);
  const message = `MissingRuntimeError: ${task} ${settings.executionProvider} on ${process.env.LD_LIBRARY_PATH}`;
  process.stdout.write(`${JSON.stringify({ type: 'failed', message })}\n`, () => process.exit(1));
});
