import { type Contender, contenderId, type Problem } from '../contenders/contender.ts';
import { findContender } from '../contenders/select.ts';
import { createPhantom } from '../data/phantom.ts';
import { type Shape, voxelCount } from '../data/volume.ts';
import { findNetwork } from '../networks/select.ts';
import { summarize } from '../report/statistics.ts';
import type { CalibrationJob, LossTiming, StepTiming, Timing } from './job.ts';

const evaluations = 3;
const lossBudgetMilliseconds = 1000;

/** Times in this process what {@link predictTime} needs. A loss or training that fails is left out. */
export async function* calibrate(job: CalibrationJob): AsyncGenerator<Timing> {
  const problems = new Map<Shape, Problem>();
  const problemOf = (shape: Shape): Problem => {
    const known = problems.get(shape);
    if (known !== undefined) return known;
    const { window, threads, executionProvider } = job;
    const { moving, fixed } = createPhantom(shape, 1);
    const problem = { shape, moving, fixed, window, threads, seed: 1, executionProvider };
    problems.set(shape, problem);
    return problem;
  };
  const attempts = [
    ...job.contenders.map((id) => () => {
      const contender = findContender(id);
      return timeLoss(contender, problemOf(contender.grid === 'small' ? job.smallSize : job.size));
    }),
    ...(job.training?.networks ?? []).map(
      (name) => () => timeSteps(findContender(job.training!.contender), problemOf(job.size), name, job.steps),
    ),
  ];
  for (const attempt of attempts) {
    const timing = await attempt().catch(() => undefined);
    if (timing !== undefined) yield timing;
  }
}

async function timeLoss(contender: Contender, problem: Problem): Promise<LossTiming> {
  const prepared = await contender.prepareLoss(problem);
  const forwardMilliseconds = await timeRepeated(() => prepared.forward());
  const gradientMilliseconds = await timeRepeated(() => prepared.gradient());
  await prepared.dispose();
  const voxels = voxelCount(problem.shape);
  return { kind: 'loss', contender: contenderId(contender), voxels, forwardMilliseconds, gradientMilliseconds };
}

/** The median after one evaluation that warms up. */
async function timeRepeated(action: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await action();
  const times: number[] = [];
  while (times.length < evaluations && (times.length === 0 || performance.now() - begin < lossBudgetMilliseconds)) {
    const start = performance.now();
    await action();
    times.push(performance.now() - start);
  }
  return middleOf(times);
}

async function timeSteps(
  contender: Contender,
  problem: Problem,
  name: string,
  steps: number,
): Promise<StepTiming | undefined> {
  const { shape: size, moving, fixed } = problem;
  const begin = performance.now();
  const prepared = await contender.prepareTraining?.(problem, findNetwork(name));
  if (prepared === undefined) return undefined;
  const step = () => prepared.trainer.step({ moving, fixed, learningRate: 1e-4 });
  await step();
  const startMilliseconds = performance.now() - begin;
  const times: number[] = [];
  for (let count = 0; count < steps; count++) {
    const start = performance.now();
    await step();
    times.push(performance.now() - start);
  }
  await prepared.dispose();
  const milliseconds = middleOf(times);
  return { kind: 'step', contender: contenderId(contender), network: name, size, milliseconds, startMilliseconds };
}

const middleOf = (times: readonly number[]): number => summarize(times)?.median ?? Number.NaN;
