import { describe, expect, test } from 'vitest';
import type { Contender } from '../src/contenders/contender.ts';
import { isContenderJob } from '../src/process/job.ts';
import { planJobs, withoutExcluded, withoutFinished } from '../src/process/plan.ts';
import type { Measurement } from '../src/results/measurement.ts';
import { runFolderAt } from '../src/results/run-folder.ts';
import { tinySettings } from './settings.ts';

const contender = (algorithm: string, trains: boolean, grid: 'full' | 'small' = 'full'): Contender => ({
  engine: 'onnxruntime',
  algorithm,
  gradient: 'analytic',
  dense: false,
  grid,
  prepareLoss: () => Promise.reject(new Error('not used')),
  ...(trains && { prepareTraining: () => Promise.reject(new Error('not used')) }),
});
const folder = runFolderAt('/results/run');
const jobs = planJobs(
  [contender('a', true), contender('b', true), contender('c', false, 'small')],
  tinySettings,
  folder,
  folder.data,
);
const named = (task: string, planned = jobs) =>
  planned.flatMap((job) =>
    job.task === task && isContenderJob(job) ? [`${job.contender.slice(12)}${job.round}`] : [],
  );

test('what all need comes first, then agreement, loss, training', () => {
  expect([...new Set(jobs.map(({ task }) => task))]).toEqual([
    'bandwidth',
    'reference',
    'agreement',
    'loss',
    'training',
  ]);
});

test('every second round runs backwards', () => {
  expect(named('agreement')).toEqual(['a1', 'b1', 'c1']);
  expect(named('loss')).toEqual(['a1', 'b1', 'c1', 'c2', 'b2', 'a2']);
  expect(named('training')).toEqual(['a1', 'b1', 'b2', 'a2']);
});

test('slow engines get the small pair, the agreement check the crop', () => {
  const pairs = new Map(
    jobs.flatMap((job) =>
      job.task === 'bandwidth' ? [] : [[isContenderJob(job) ? `${job.task} ${job.contender}` : job.task, job.pair]],
    ),
  );
  expect(pairs.get('loss onnxruntime/a')).toBe(folder.pair);
  expect(pairs.get('loss onnxruntime/c')).toBe(folder.smallPair);
  expect(pairs.get('agreement onnxruntime/c')).toBe(folder.crop);
  expect(pairs.get('reference')).toBe(folder.crop);
});

test('excluded contenders are left out of what remains', () => {
  const rest = withoutExcluded(jobs, [{ contender: 'onnxruntime/a' }]);
  expect(rest.some((job) => isContenderJob(job) && job.contender === 'onnxruntime/a')).toBe(false);
  expect(rest.length).toBe(jobs.length - 5);
});

describe('what is in the results', () => {
  const agreement = { kind: 'agreement', contender: 'onnxruntime/a', epoch: 0, agrees: true } as unknown as Measurement;
  const loss = { kind: 'memory', contender: 'onnxruntime/b', task: 'loss', round: 2, peakBytes: 1 } as const;
  const training = { ...loss, contender: 'onnxruntime/a', task: 'training', network: 'vm1', round: 1 } as const;
  const bandwidth = { kind: 'bandwidth', contender: 'machine/copy', bytesPerSecond: 1, threads: 1 } as const;

  test('is not measured again, but for the reference, which every process needs', () => {
    const rest = withoutFinished(jobs, [agreement, loss, training, bandwidth]);
    expect(named('agreement', rest)).toEqual(['b1', 'c1']);
    expect(named('loss', rest)).toEqual(['a1', 'b1', 'c1', 'c2', 'a2']);
    expect(named('training', rest)).toEqual(['b1', 'b2', 'a2']);
    expect(rest.map(({ task }) => task)).not.toContain('bandwidth');
    expect(rest[0]!.task).toBe('reference');
  });

  test('an agreement within an epoch does not stand for the epoch, nor for the agreement before anything', () => {
    const within = { ...agreement, epoch: 1, network: 'vm1' } as Measurement;
    expect(withoutFinished(jobs, [within]).length).toBe(jobs.length);
  });

  test('is all there is to do where everything is finished', () => {
    const finished = jobs.filter(isContenderJob).map(({ task, contender, round, ...job }): Measurement => {
      if (task === 'agreement') return { ...agreement, contender } as Measurement;
      return { ...loss, task, contender, round, ...('network' in job && { network: job.network }) };
    });
    expect(withoutFinished(jobs, finished)).toEqual([]);
  });
});

describe('several networks', () => {
  const two = planJobs(
    [contender('a', true), contender('b', true)],
    { ...tinySettings, networks: ['vm1', 'vm2'] },
    folder,
    folder.data,
  );
  const trained = (planned: typeof two) =>
    planned.flatMap((job) =>
      job.task === 'training' ? [`${job.network} ${job.contender.slice(12)}${job.round}`] : [],
    );

  test('are trained one after another, every contender of one before the next, and backwards', () => {
    const first = ['vm1 a1', 'vm1 b1', 'vm2 a1', 'vm2 b1'];
    expect(trained(two)).toEqual([...first, 'vm2 b2', 'vm2 a2', 'vm1 b2', 'vm1 a2']);
  });

  test('do not repeat what does not depend on them', () => {
    expect(named('agreement', two)).toEqual(['a1', 'b1']);
    expect(named('loss', two)).toEqual(['a1', 'b1', 'b2', 'a2']);
  });

  test('a training that failed is left out with its network alone', () => {
    const rest = withoutExcluded(two, [{ contender: 'onnxruntime/a', network: 'vm2' }]);
    expect(trained(rest)).toEqual(['vm1 a1', 'vm1 b1', 'vm2 b1', 'vm2 b2', 'vm1 b2', 'vm1 a2']);
    expect(rest.length).toBe(two.length - 2);
  });
});
