import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exitCodes } from '../src/exit-codes.ts';
import { call } from './command-line.ts';
import { temporaryFolder } from './files.ts';

const templates = fileURLToPath(new URL('../cluster/', import.meta.url));
const job = parse(readFileSync(join(templates, 'kubernetes', 'benchmark.yaml'), 'utf8'));
const script = join(templates, 'slurm', 'benchmark.sbatch');

/** Two shards of a run whose measurements are made up. */
async function planned(): Promise<string> {
  const folder = temporaryFolder();
  const run = ['--size', '16x16x16', '--engines', 'onnxruntime', '--algorithms', 'sequential,separable'];
  const { code } = await call(['plan', ...run, '--shards', '2'], folder);
  expect(code).toBe(0);
  return folder;
}

/** The arguments that a shell command gives to the benchmark's script, with a `node` that only prints them. */
function argumentsOf(command: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  const folder = temporaryFolder();
  const node = join(folder, 'node');
  writeFileSync(node, '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done\n');
  chmodSync(node, 0o755);
  const [program, ...rest] = command;
  const env = { ...environment, PATH: `${folder}:${process.env.PATH}` };
  const printed = execFileSync(program!, rest, { env, encoding: 'utf8' });
  const [cli, ...words] = printed.trimEnd().split('\n');
  expect(cli).toBe('apps/benchmark/dist/cli.js');
  return words;
}

describe.skipIf(process.platform === 'win32')('the job array of Slurm', () => {
  test.each([1, 2])('runs shard %i of the plan', async (index) => {
    const folder = await planned();
    const args = argumentsOf(['bash', script], {
      FAST_LNCC: folder,
      PLAN: 'plan.json',
      DATA: 'prepared',
      OUTPUT: 'parts',
      SLURM_ARRAY_TASK_ID: String(index),
      SLURM_ARRAY_TASK_COUNT: '2',
      SLURM_CPUS_PER_TASK: '3',
    });
    expect(args.slice(0, 2)).toEqual(['run', '--plan']);
    expect(args.slice(-2)).toEqual(['--threads', '3']);
    const { code, errors } = await call(args, folder);
    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'parts', `shard-${index}-of-2`, 'report.json'))).toBe(true);
  });

  test('runs some shards again, where SHARDS tells how many the plan has', () => {
    const environment = { FAST_LNCC: temporaryFolder(), SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '1' };
    const args = argumentsOf(['bash', script], { ...environment, SHARDS: '5' });
    expect(args[args.indexOf('--shard') + 1]).toBe('3/5');
  });

  test('is queued again when its time is over or its node is lost, with one log', () => {
    const text = readFileSync(script, 'utf8');
    for (const option of ['--requeue', '--open-mode=append', '--array=1-2', '--signal=B:USR1@60']) {
      expect(text).toMatch(new RegExp(`^#SBATCH ${option}$`, 'm'));
    }
    expect(() => execFileSync('bash', ['-n', script])).not.toThrow();
  });
});

describe.skipIf(process.platform === 'win32')('the Indexed Job of Kubernetes', () => {
  const { containers, volumes, restartPolicy } = job.spec.template.spec;
  const [container] = containers;
  const environment = Object.fromEntries(
    container.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
  );

  test.each([0, 1])('runs in the pod of index %i the shard after it', async (index) => {
    const folder = await planned();
    const args = argumentsOf([...container.command, ...container.args], {
      ...environment,
      SHARDS: '2',
      JOB_COMPLETION_INDEX: String(index),
    });
    // The claim is mounted at /work; here it is the folder of the test.
    const mounted = container.volumeMounts[0].mountPath;
    const { code, errors } = await call(
      args.map((word) => (word.startsWith(`${mounted}/`) ? join(folder, word.slice(mounted.length)) : word)),
      folder,
    );
    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'results', `shard-${index + 1}-of-2`, 'report.json'))).toBe(true);
  });

  test('has as many pods as the command says shards', () => {
    expect(job.apiVersion).toBe('batch/v1');
    expect(job.kind).toBe('Job');
    expect(job.spec.completionMode).toBe('Indexed');
    expect(String(job.spec.completions)).toBe(environment.SHARDS);
    expect(job.spec.parallelism).toBeLessThanOrEqual(job.spec.completions);
  });

  test('starts lost pods again, and none whose plan cannot be used', () => {
    expect(job.spec.backoffLimitPerIndex).toBeGreaterThan(0);
    // A policy for failures, and one index failing alone, need pods that are not restarted in place.
    expect(restartPolicy).toBe('Never');
    const { rules } = job.spec.podFailurePolicy;
    expect(rules.map(({ action }: { action: string }) => action)).toEqual(['Ignore', 'FailIndex']);
    const { containerName, operator, values } = rules[1].onExitCodes;
    expect({ containerName, operator }).toEqual({ containerName: container.name, operator: 'In' });
    expect(values).toEqual([exitCodes.failure.code, exitCodes.badInput.code]);
    // One shard that fails does not end the others.
    expect(job.spec.maxFailedIndexes).toBeUndefined();
    expect(rules[0].onPodConditions).toEqual([{ type: 'DisruptionTarget', status: 'True' }]);
  });

  test('keeps plan, dataset and results on one claim', () => {
    expect(volumes[0].persistentVolumeClaim.claimName).toBeTruthy();
    expect(container.volumeMounts[0].name).toBe(volumes[0].name);
  });
});
