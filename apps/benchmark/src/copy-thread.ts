import { parentPort, workerData } from 'node:worker_threads';

/** A thread of the bandwidth measurement. */
const { bytes } = workerData as { readonly bytes: number };
const milliseconds = 500;

const source = new Float64Array(bytes / 8).fill(1);
const target = new Float64Array(source.length);
target.set(source);

const start = performance.now();
let copied = 0;
while (performance.now() - start < milliseconds) {
  target.set(source);
  copied += 2 * target.byteLength;
}
parentPort?.postMessage(copied / ((performance.now() - start) / 1000));
