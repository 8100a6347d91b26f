import { UnsupportedOptionError } from '@fast-lncc/core';
import { chooseVariant } from '../resolve-training.ts';
import type { MeasuredEngine } from './engine-memory.ts';
import { InsufficientMemoryError } from './insufficient-memory-error.ts';
import { type MemoryOptions, predictTrainingMemory } from './predict-memory.ts';

/**
 * Refuses a training that would not fit, before any work starts.
 *
 * @param available What there is, as far as it is known; `memoryLimit` of the options goes before it.
 * @throws InsufficientMemoryError; UnsupportedOptionError for a limit that is not a positive number.
 */
export function assertTrainingMemory(
  options: MemoryOptions & { readonly memoryLimit?: number },
  engine: MeasuredEngine,
  available: number | undefined,
): void {
  const { memoryLimit, shape } = options;
  if (memoryLimit !== undefined && !(memoryLimit > 0)) {
    throw new UnsupportedOptionError(
      `memoryLimit is ${memoryLimit}; it must be a positive number of bytes, or Infinity for no limit.`,
    );
  }
  const limit = memoryLimit ?? available;
  if (limit === undefined) return;
  const predicted = predictTrainingMemory(options, engine);
  if (predicted <= limit) return;
  throw new InsufficientMemoryError({
    network: chooseVariant(options).name,
    shape: [...shape],
    predictedBytes: predicted,
    availableBytes: limit,
    fittingShape: largestFitting(options, (smaller) => predictTrainingMemory(smaller, engine) <= limit),
  });
}

/** The largest size of about the same proportions, in multiples of the network's divisor, that fits. */
function largestFitting(
  options: MemoryOptions,
  fits: (smaller: MemoryOptions) => boolean,
): readonly number[] | undefined {
  const { divisor } = options.network;
  const units = options.shape.map((length) => length / divisor);
  // The scales at which one of the lengths becomes a multiple of the divisor: between them no size changes.
  const scales = units.flatMap((unit) => Array.from({ length: unit - 1 }, (_, index) => (index + 1) / unit));
  for (const scale of [...new Set(scales)].sort((a, b) => b - a)) {
    // The added millionth: a length that is reached exactly must not be rounded below it.
    const shape = units.map((unit) => divisor * Math.max(1, Math.floor(unit * scale + 1e-6)));
    if (fits({ ...options, shape })) return shape;
  }
  return undefined;
}
