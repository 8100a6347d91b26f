import { Worker } from 'node:worker_threads';
import type { BandwidthMeasurement } from '../results/measurement.ts';

/** Larger than the last-level cache of any processor, shared by the threads. */
const arrayBytes = 512 * 2 ** 20;

/**
 * How fast memory is copied by as many threads as the contenders get, each its own part of one large array over and over
 * for half a second; read and written bytes count.
 */
export async function measureBandwidth(threads: number): Promise<BandwidthMeasurement> {
  const bytes = Math.floor(arrayBytes / threads / 2);
  const rates = await Promise.all(Array.from({ length: threads }, () => copyRate(bytes)));
  const bytesPerSecond = rates.reduce((sum, rate) => sum + rate, 0);
  return { kind: 'bandwidth', contender: 'machine/copy', bytesPerSecond, threads };
}

function copyRate(bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./copy-thread.js', import.meta.url), { workerData: { bytes } });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}
