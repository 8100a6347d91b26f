import { describe, expect, test } from 'vitest';
import type { Contender } from '../src/contenders/contender.ts';
import { planJobs, withoutExcluded } from '../src/process/plan.ts';
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
);
const named = (task: string, planned = jobs) =>
  planned.flatMap((job) =>
    job.task === task && job.task !== 'reference' ? [`${job.contender.slice(12)}${job.round}`] : [],
  );

test('the reference comes first, then agreement, loss, training', () => {
  expect([...new Set(jobs.map(({ task }) => task))]).toEqual(['reference', 'agreement', 'loss', 'training']);
});

test('every second round runs backwards', () => {
  expect(named('agreement')).toEqual(['a1', 'b1', 'c1']);
  expect(named('loss')).toEqual(['a1', 'b1', 'c1', 'c2', 'b2', 'a2']);
  expect(named('training')).toEqual(['a1', 'b1', 'b2', 'a2']);
});

test('slow engines get the small pair, the agreement check the crop', () => {
  const pairs = new Map(
    jobs.map((job) => [job.task === 'reference' ? job.task : `${job.task} ${job.contender}`, job.pair]),
  );
  expect(pairs.get('loss onnxruntime/a')).toBe(folder.pair);
  expect(pairs.get('loss onnxruntime/c')).toBe(folder.smallPair);
  expect(pairs.get('agreement onnxruntime/c')).toBe(folder.crop);
  expect(pairs.get('reference')).toBe(folder.crop);
});

test('excluded contenders are left out of what remains', () => {
  const rest = withoutExcluded(jobs, [{ contender: 'onnxruntime/a' }]);
  expect(rest.some((job) => job.task !== 'reference' && job.contender === 'onnxruntime/a')).toBe(false);
  expect(rest.length).toBe(jobs.length - 5);
});

describe('several networks', () => {
  const two = planJobs(
    [contender('a', true), contender('b', true)],
    { ...tinySettings, networks: ['vm1', 'vm2'] },
    folder,
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
