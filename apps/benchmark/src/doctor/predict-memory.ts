import { ShapeMismatchError } from '@fast-lncc/core';
import {
  assertTrainingMemory,
  InsufficientMemoryError,
  type MeasuredEngine,
  predictTrainingMemory,
} from '@fast-lncc/networks/training';
import type { Contender, Engine } from '../contenders/contender.ts';
import type { Shape } from '../data/volume.ts';
import { findNetwork, networkNames } from '../networks/select.ts';

/** What a training takes at its peak, as far as it can be told beforehand. */
export interface MemoryRow {
  readonly network: string;
  readonly size: Shape;
  readonly engine: Engine;
  /** Whether the run trains it. */
  readonly chosen: boolean;
  /** Of the whole process; absent where the network cannot take images of this size. */
  readonly predictedBytes?: number;
  readonly fits?: boolean;
  /** The largest size of about the same proportions that fits, where this does not. */
  readonly fittingSize?: readonly number[];
}

/** Predictions were this many times what was measured, on the processors of one machine. */
export const memoryError = { lowest: 0.88, highest: 1.32 } as const;

/** The trainings of which memory is known; on a graphics card only that of the process is. */
const predictedEngines: Partial<Record<Engine, MeasuredEngine>> = { onnxruntime: 'onnxruntime', 'tfjs-node': 'tfjs' };

/** Sizes that are told beside the chosen one: the paper's, and its half. */
const usualSizes: readonly Shape[] = [
  [80, 96, 112],
  [160, 192, 224],
];

/** What a process holds before a training, where that has not been measured. */
const usualResidentBytes = 300 * 2 ** 20;

export interface MemoryRequest {
  readonly contenders: readonly Contender[];
  /** Those of the run; the others are told, too. */
  readonly networks: readonly string[];
  readonly size: Shape;
  readonly availableBytes: number;
  /** Of each engine's process before a training. */
  readonly residentBytes: ReadonlyMap<Engine, number>;
}

/** A row for each size, network and engine that trains. */
export function predictMemory(request: MemoryRequest): readonly MemoryRow[] {
  const { contenders, networks, size } = request;
  const names = [...networks, ...networkNames().filter((name) => !networks.includes(name))];
  const trained = contenders.filter(({ prepareTraining }) => prepareTraining !== undefined);
  const engines = [...new Set(trained.map(({ engine }) => engine))];
  const others = usualSizes.filter((usual) => usual.join() !== size.join());
  return [size, ...others].flatMap((extents) =>
    names.flatMap((network) =>
      engines.flatMap((engine) => {
        const measured = predictedEngines[engine];
        if (measured === undefined) return [];
        const automatic = trained.some(
          (contender) => contender.engine === engine && contender.gradient === 'automatic',
        );
        const row = { network, size: extents, engine, chosen: extents === size && networks.includes(network) };
        return [{ ...row, ...predict(request, row, measured, automatic ? 'automatic' : 'analytic') }];
      }),
    ),
  );
}

/** Of the contender of the engine that takes the most. */
function predict(
  { availableBytes, residentBytes }: MemoryRequest,
  { network: name, size: shape, engine }: Pick<MemoryRow, 'network' | 'size' | 'engine'>,
  measured: MeasuredEngine,
  differentiation: 'analytic' | 'automatic',
): Pick<MemoryRow, 'predictedBytes' | 'fits' | 'fittingSize'> {
  const options = { network: findNetwork(name), shape, differentiation };
  const resident = residentBytes.get(engine) ?? usualResidentBytes;
  try {
    const predictedBytes = resident + predictTrainingMemory(options, measured);
    if (predictedBytes <= availableBytes) return { predictedBytes, fits: true };
    return { predictedBytes, fits: false, ...fitting(options, measured, Math.max(1, availableBytes - resident)) };
  } catch (error) {
    if (error instanceof ShapeMismatchError) return {};
    throw error;
  }
}

function fitting(
  options: Parameters<typeof predictTrainingMemory>[0],
  measured: MeasuredEngine,
  memoryLimit: number,
): Pick<MemoryRow, 'fittingSize'> {
  try {
    assertTrainingMemory({ ...options, memoryLimit }, measured, undefined);
  } catch (error) {
    if (error instanceof InsufficientMemoryError && error.fittingShape !== undefined) {
      return { fittingSize: error.fittingShape };
    }
    if (!(error instanceof InsufficientMemoryError)) throw error;
  }
  return {};
}
