import type { Measurement, MemoryMeasurement } from '../results/measurement.ts';

/** The largest memory any process of a contender had in a task, and on its device; nothing where none was measured. */
export function peaksOf(
  measurements: readonly Measurement[],
  { contender, task, network }: Pick<MemoryMeasurement, 'contender' | 'task' | 'network'>,
): { readonly peakBytes?: number; readonly devicePeakBytes?: number } {
  const own = measurements
    .filter((entry) => entry.kind === 'memory')
    .filter((entry) => entry.contender === contender && entry.task === task && entry.network === network);
  const devices = own.map(({ devicePeakBytes }) => devicePeakBytes).filter((bytes) => bytes !== undefined);
  return {
    ...(own.length > 0 && { peakBytes: Math.max(...own.map(({ peakBytes }) => peakBytes)) }),
    ...(devices.length > 0 && { devicePeakBytes: Math.max(...devices) }),
  };
}
