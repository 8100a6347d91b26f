import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** What has to be installed: Debian's packages slurm-wlm and munge. */
const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'scontrol', 'squeue', 'sinfo'];

/** @returns {string | undefined} why Slurm cannot be tested here. */
export function missing() {
  if (process.platform !== 'linux') return 'Slurm runs on Linux';
  const absent = programs.filter((program) => !isInstalled(program));
  if (absent.length === 0) return undefined;
  return `${absent.join(', ')} not found: install Debian's packages slurm-wlm and munge`;
}

/** @param {string} program */
function isInstalled(program) {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { env: withSystemPrograms(), stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The daemons are in /usr/sbin, which is not on every user's path. */
const withSystemPrograms = () => ({ ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` });

/**
 * A Slurm of one node, this machine, with its own key, ports and folder: munged, slurmctld and slurmd, ended by `stop`.
 *
 * @returns {Promise<{ folder: string; command(program: string, args: readonly string[]): string; stop(): void }>}
 */
export async function startSlurm() {
  const folder = mkdtempSync(join(tmpdir(), 'lncc-slurm-'));
  // munged wants everybody to reach its socket, and nobody its key.
  chmodSync(folder, 0o711);
  for (const name of ['state', 'spool', 'run', 'log']) mkdirSync(join(folder, name), { mode: 0o755 });
  mkdirSync(join(folder, 'key'), { mode: 0o700 });
  writeFileSync(join(folder, 'key', 'munge.key'), randomBytes(1024), { mode: 0o400 });
  const configuration = join(folder, 'slurm.conf');
  writeFileSync(configuration, slurmConfiguration(folder, await freePort(), await freePort()));
  const env = { ...withSystemPrograms(), SLURM_CONF: configuration };
  /** @param {string} program @param {readonly string[]} args */
  const command = (program, args) =>
    execFileSync(program, args, { env, encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => {
    for (const daemon of ['slurmd', 'slurmctld', 'munged']) endDaemon(join(folder, 'run', `${daemon}.pid`));
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    const at = (/** @type {string} */ name) => join(folder, name);
    command('munged', [
      `--key-file=${at('key/munge.key')}`,
      `--socket=${at('run/munge.socket')}`,
      `--pid-file=${at('run/munged.pid')}`,
      `--log-file=${at('key/munged.log')}`,
      `--seed-file=${at('key/munged.seed')}`,
      '--force',
    ]);
    command('slurmctld', ['-c']);
    command('slurmd', []);
  } catch (error) {
    stop();
    throw error;
  }
  return { folder, command, stop };
}

/** @param {string} folder @param {number} controllerPort @param {number} nodePort */
function slurmConfiguration(folder, controllerPort, nodePort) {
  const host = hostname().split('.')[0];
  const user = userInfo().username;
  return `
ClusterName=lncc
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=${user}
SlurmdUser=${user}
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
AuthType=auth/munge
AuthInfo=socket=${folder}/run/munge.socket
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/run/slurmctld.pid
SlurmdPidFile=${folder}/run/slurmd.pid
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd.log
# Without control groups, which a container may not let it make.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SchedulerParameters=sched_interval=1,bf_interval=1
# A requeued task is held back for as long as this.
KillWait=5
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** @param {string} path of the file with its number. */
function endDaemon(path) {
  try {
    const id = Number(readFileSync(path, 'utf8'));
    process.kill(id, 'SIGTERM');
    const limit = Date.now() + 10_000;
    while (isAlive(id) && Date.now() < limit) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    if (isAlive(id)) process.kill(id, 'SIGKILL');
  } catch {
    // It was not started, or has ended.
  }
}

/** @param {number} id */
function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
