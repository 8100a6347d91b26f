import { expect, test } from 'vitest';
import type { Job } from '../src/process/job.ts';
import { createProgress } from '../src/run/progress.ts';
import { formatDuration } from '../src/run/time-left.ts';
import { tinySettings } from './settings.ts';

const job = (contender: 'a/x' | 'a/y', round: number): Job => ({
  task: 'loss',
  contender,
  round,
  pair: 'nowhere',
  settings: tinySettings,
});
const training: Job = { ...job('a/x', 1), task: 'training', network: 'vm2' } as Job;

function record(isTerminal: boolean) {
  const written: string[] = [];
  const progress = createProgress({ isTerminal, write: (text) => void written.push(text) });
  return { progress, written };
}

test('plain lines with the time left', () => {
  const { progress, written } = record(false);
  const jobs = [job('a/x', 1), job('a/y', 1), job('a/y', 2), training];
  progress.begin(jobs);
  progress.advance({ kind: 'loss', contender: 'a/x', mode: 'forward', shape: [1, 1, 1], round: 1, milliseconds: 5 });
  progress.end(jobs[0]!, { milliseconds: 20_000 }, jobs.slice(1));
  progress.begin(jobs.slice(1));
  progress.end(jobs[1]!, { milliseconds: 10_000 }, jobs.slice(2, 3));
  progress.begin(jobs.slice(2, 3));
  progress.end(jobs[2]!, { milliseconds: 1, failure: 'boom' }, []);
  expect(written).toEqual([
    '[1/4] loss a/x: 20 s (more than 40 s left)\n',
    '[2/4] loss a/y: 10 s (about 10 s left)\n',
    '[3/3] loss a/y: FAILED: boom\n',
  ]);
});

test('a terminal’s line is rewritten and never wraps', () => {
  const { progress, written } = record(true);
  progress.begin([training]);
  progress.advance({
    kind: 'step',
    contender: 'a/x',
    network: 'vm2',
    shape: [1, 1, 1],
    epoch: 1,
    step: 2,
    pair: 0,
    loadMilliseconds: 0,
    learningRate: 1e-4,
    milliseconds: 1500,
    loss: -0.25,
    similarity: -0.25,
    smoothness: 0,
  });
  progress.end(training, { milliseconds: 61_000 }, []);
  expect(written[0]).toBe('\r\u001b[2K[1/1] training vm2 a/x epoch 1');
  expect(written[1]).toBe('\r\u001b[2K[1/1] training vm2 a/x epoch 1: step 2, 1.5 s, loss -0.2500');
  expect(written[2]).toBe('\r\u001b[2K[1/1] training vm2 a/x epoch 1: 1 min 1 s\n');
});

test('durations', () => {
  expect([0, 9_940, 9_999, 59_400, 119_600, 3_600_000].map(formatDuration)).toEqual([
    '0.0 s',
    '9.9 s',
    '10.0 s',
    '59 s',
    '2 min 0 s',
    '1 h 0 min',
  ]);
});
