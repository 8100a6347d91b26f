import { type Contender, type ContenderId, contenderId } from '../contenders/contender.ts';
import { voxelCount } from '../data/volume.ts';
import { findNetwork } from '../networks/select.ts';
import type { RunSettings } from '../run/settings.ts';
import { countWork } from './count-work.ts';
import { fitRates, millisecondsOf, type Rates } from './fit-rates.ts';
import type { LossTiming, StepTiming, Timing } from './job.ts';

export interface TrainingTime {
  readonly contender: ContenderId;
  readonly stepSeconds: number;
  /** All epochs. */
  readonly seconds: number;
}

export interface NetworkTime {
  readonly network: string;
  readonly seconds: number;
  readonly trainings: readonly TrainingTime[];
}

/** How long a run is expected to take; an estimate. */
export interface TimeEstimate {
  readonly networks: readonly NetworkTime[];
  /** Agreement, bandwidth and the loss alone. */
  readonly lossSeconds: number;
  readonly totalSeconds: number;
  /** Contenders that could not be timed; they are in no figure. */
  readonly unknown: readonly ContenderId[];
}

/** A process of Node starts, loads its runtime and reads its images. */
const processSeconds = 2;
/** As `src/tasks/measure-loss.ts` has it. */
const fewestRepetitions = 3;
const budgetSeconds = 3;

/**
 * A step is expected to take what its network's products and elements take at the engine's rates, and its contender's loss,
 * which grows with the voxels. Rates and losses are those of a calibration on small images.
 */
export function predictTime(
  contenders: readonly Contender[],
  settings: Pick<RunSettings, 'networks' | 'size' | 'smallSize' | 'epochs' | 'pairs' | 'repetitions'>,
  timings: readonly Timing[],
): TimeEstimate {
  const losses = timings.filter((timing): timing is LossTiming => timing.kind === 'loss');
  const steps = timings.filter((timing): timing is StepTiming => timing.kind === 'step');
  const unknown = new Set<ContenderId>();
  const lossSeconds = contenders.reduce((sum, contender) => {
    const timing = losses.find((loss) => loss.contender === contenderId(contender));
    if (timing === undefined) unknown.add(contenderId(contender));
    return sum + (timing === undefined ? 0 : lossTime(contender, timing, settings));
  }, 2 * processSeconds);
  const trained = contenders.filter(({ prepareTraining }) => prepareTraining !== undefined);
  const networks = settings.networks.map((name) => {
    const trainings = trained.flatMap((contender) => {
      const rates = ratesOf(contender, steps, losses);
      const loss = losses.find((timing) => timing.contender === contenderId(contender));
      if (rates === undefined || loss === undefined) {
        unknown.add(contenderId(contender));
        return [];
      }
      return [trainingTime(contender, name, rates, loss, steps, settings)];
    });
    return { network: name, seconds: trainings.reduce((sum, { seconds }) => sum + seconds, 0), trainings };
  });
  const totalSeconds = lossSeconds + networks.reduce((sum, { seconds }) => sum + seconds, 0);
  return { networks, lossSeconds, totalSeconds, unknown: [...unknown] };
}

function ratesOf(
  { engine }: Contender,
  steps: readonly StepTiming[],
  losses: readonly LossTiming[],
): Rates | undefined {
  return fitRates(
    steps.filter(({ contender }) => contender.startsWith(`${engine}/`)),
    losses,
  );
}

function trainingTime(
  contender: Contender,
  name: string,
  rates: Rates,
  loss: LossTiming,
  steps: readonly StepTiming[],
  { size, epochs, pairs }: Pick<RunSettings, 'size' | 'epochs' | 'pairs'>,
): TrainingTime {
  const network = millisecondsOf(countWork(findNetwork(name), size), rates);
  const stepSeconds = (network + (loss.gradientMilliseconds / loss.voxels) * voxelCount(size)) / 1000;
  const starts = steps.filter((step) => step.contender.startsWith(`${contender.engine}/`));
  const start = Math.max(0, ...starts.map((step) => step.startMilliseconds - step.milliseconds)) / 1000;
  // The step that warms up takes as long as another.
  const epochSeconds = processSeconds + start + (pairs + 1) * stepSeconds;
  return { contender: contenderId(contender), stepSeconds, seconds: epochs * epochSeconds };
}

function lossTime(
  contender: Contender,
  timing: LossTiming,
  { size, smallSize, epochs, repetitions }: Pick<RunSettings, 'size' | 'smallSize' | 'epochs' | 'repetitions'>,
): number {
  const voxels = voxelCount(contender.grid === 'small' ? smallSize : size);
  const modes = [timing.forwardMilliseconds, timing.gradientMilliseconds].map((milliseconds) => {
    const seconds = ((milliseconds / timing.voxels) * voxels) / 1000;
    const counted = Math.min(repetitions, Math.max(fewestRepetitions, Math.ceil(budgetSeconds / seconds)));
    return (1 + counted) * seconds;
  });
  const agreement = processSeconds;
  return agreement + epochs * (processSeconds + modes[0]! + modes[1]!);
}
