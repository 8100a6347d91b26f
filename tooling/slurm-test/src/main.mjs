import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { measuredIn, processOf, statesOf, until } from './job-array.mjs';
import { missing, startSlurm } from './slurm.mjs';

// Submits the template of the job array to a Slurm of its own, kills one task, requeues it and another, merges the shards,
// and compares the whole with a run that was not divided. The last line counts, as that of the tests.
const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
const benchmark = join(root, 'apps/benchmark/dist/cli.js');
const template = join(root, 'apps/benchmark/cluster/slurm/benchmark.sbatch');
const experiment = '--size 16x16x16 --networks vm1,lku4 --engines onnxruntime --algorithms sequential,grouped';
const run = `${experiment} --epochs 2 --pairs 40 --repetitions 1 --threads 1`.split(' ');

/** Longer than a node takes to end what ran there. */
const forgetMilliseconds = 15_000;

const counts = { passed: 0, failed: 0, skipped: 0 };
/** @param {string} reason */
function skip(reason) {
  const required = process.env.FAST_LNCC_REQUIRE?.split(',').includes('slurm');
  console.log(`${required ? 'FAILED' : 'skipped'}: the job array on Slurm: ${reason}`);
  counts[required ? 'failed' : 'skipped']++;
}

/** @param {string} what @param {boolean} holds @param {unknown} [found] */
function check(what, holds, found) {
  console.log(
    `${holds ? 'ok' : 'FAILED'}: ${what}${holds || found === undefined ? '' : ` (found ${JSON.stringify(found)})`}`,
  );
  counts[holds ? 'passed' : 'failed']++;
}

async function testSlurm() {
  const slurm = await startSlurm();
  const interrupt = () => {
    slurm.stop();
    process.exit(130);
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    console.log(`${slurm.command('sbatch', ['--version']).trim()} in ${slurm.folder}`);
    await until('an idle node', () => slurm.command('sinfo', ['--noheader', '--format=%T']).trim() === 'idle');
    await testJobArray(slurm);
  } catch (error) {
    check(error instanceof Error ? error.message : String(error), false);
    printLogs(slurm.folder);
  } finally {
    slurm.stop();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** @param {import('./job-array.mjs').Slurm} slurm */
async function testJobArray(slurm) {
  const { folder } = slurm;
  const output = join(folder, 'parts');
  const [plan, data] = [join(folder, 'plan.json'), join(folder, 'prepared')];
  call(['plan', ...run, '--shards', '2', '--plan', plan, '--prepared', data]);
  const settings = `FAST_LNCC=${root},PLAN=${plan},DATA=${data},OUTPUT=${output}`;
  const resources = ['--array=1-2', '--cpus-per-task=1', `--output=${folder}/log/task-%a.log`];
  const job = slurm
    .command('sbatch', ['--parsable', ...resources, `--export=ALL,${settings}`, `--chdir=${folder}`, template])
    .trim();
  const shard = (/** @type {number} */ task) => join(output, `shard-${task}-of-2`);
  const trained = (/** @type {number} */ task) => measuredIn(shard(task)).filter(({ kind }) => kind === 'step').length;

  await until('both tasks train', () => trained(1) > 3 && trained(2) > 3);
  const killed = await until('the process of task 1', () => processOf('1/2', output));
  process.kill(killed, 'SIGKILL');
  await until('task 1 has failed', () => statesOf(slurm, job)[1] === 'FAILED');
  check('a task whose process was killed has failed, with its measurements kept', trained(1) > 3, trained(1));
  slurm.command('scontrol', ['requeue', `${job}_1`]);
  slurm.command('scontrol', ['requeue', `${job}_2`]);
  // Slurm holds a requeued task back for two minutes, in which its node forgets the one before it: here some seconds do.
  const requeuedAt = Date.now();
  await until(
    'the tasks run again, and end',
    () => {
      const states = statesOf(slurm, job);
      const waited = Date.now() - requeuedAt > forgetMilliseconds;
      for (const task of [1, 2]) if (waited && states[task] === 'PENDING') release(slurm, `${job}_${task}`);
      return states[1] === 'COMPLETED' && states[2] === 'COMPLETED';
    },
    240,
  );
  for (const task of [1, 2]) {
    const log = readFileSync(join(folder, 'log', `task-${task}.log`), 'utf8');
    const starts = [...log.matchAll(/(\d+) of (\d+) units were done before/g)].map(([, done]) => Number(done));
    check(
      `task ${task} was started twice, and went on where it was`,
      starts.length >= 2 && (starts.at(-1) ?? 0) > 0,
      starts,
    );
  }

  call(['merge', shard(1), shard(2), '--output', join(folder, 'whole')]);
  call(['run', ...run, '--data', data, '--output', join(folder, 'alone')]);
  const alone = join(folder, 'alone', /** @type {string} */ (readdirSync(join(folder, 'alone'))[0]));
  const [whole, single] = [reportOf(join(folder, 'whole')), reportOf(alone)];
  check('the merged report is complete, of two parts', whole.complete && whole.machines.length === 2);
  check('it has the plan of the run in one part', whole.plan === single.plan, [whole.plan, single.plan]);
  check('its losses are those of the run in one part, bit for bit', isDeepStrictEqual(losses(whole), losses(single)));
  check('as are its networks, agreement and failures', isDeepStrictEqual(rows(whole), rows(single)), [
    rows(whole),
    rows(single),
  ]);
  const steps = whole.training.reduce((/** @type {number} */ sum, /** @type {any} */ row) => sum + row.step.count, 0);
  check('every step counts once', steps === 2 * 2 * 2 * 40, steps);
}

/** @param {import('./job-array.mjs').Slurm} slurm @param {string} task */
function release(slurm, task) {
  try {
    slurm.command('scontrol', ['update', `JobId=${task}`, 'StartTime=now']);
  } catch {
    // It has started meanwhile.
  }
}

/** @param {string[]} args */
function call(args) {
  execFileSync(process.execPath, [benchmark, ...args], { stdio: ['ignore', 'ignore', 'inherit'], timeout: 180_000 });
}

/** @param {string} folder @returns {any} */
const reportOf = (folder) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));

/** @param {any} report */
const losses = (report) => report.training.map((/** @type {any} */ row) => [row.network, row.contender, row.losses]);

/** What does not depend on time. @param {any} report */
const rows = ({ networks, agreement, failures, epochAgreement }) => [
  networks.map((/** @type {any} */ { network, engine, grid }) => [network, engine, grid]),
  agreement,
  epochAgreement,
  failures,
];

/** @param {string} folder */
function printLogs(folder) {
  for (const name of readdirSync(join(folder, 'log'))) {
    const lines = readFileSync(join(folder, 'log', name), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-15);
    console.log(`--- ${name}\n${lines.join('\n')}`);
  }
}

const reason = missing();
if (reason === undefined) await testSlurm();
else skip(reason);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
