import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadPair } from '../src/data/image-pair.ts';
import { writeRawPair } from '../src/data/raw-pair.ts';
import { findNetwork } from '../src/networks/select.ts';
import { buildReport } from '../src/report/build-report.ts';
import { readMeasurements } from '../src/results/measurement-log.ts';
import { readRunDescription, runFolderAt, writeRunDescription } from '../src/results/run-folder.ts';
import { temporaryFolder } from './files.ts';
import { tinyDescription, tinySettings } from './settings.ts';

const peers = fileURLToPath(new URL('../peers/', import.meta.url));
const golden = fileURLToPath(new URL('../../../packages/conformance/golden/networks/', import.meta.url));

const run = (...args: string[]) =>
  spawnSync(process.env.FAST_LNCC_PEERS_PYTHON!, args, { cwd: peers, encoding: 'utf8' });
const missing = whatIsMissing();
if (missing !== undefined) console.warn(`The networks in PyTorch are not tested: ${missing}`);

function whatIsMissing(): string | undefined {
  if (process.env.FAST_LNCC_PEERS_PYTHON === undefined) return 'FAST_LNCC_PEERS_PYTHON names no Python.';
  const { status, stderr } = run('-c', 'import numpy, torch');
  return status === 0 ? undefined : `${process.env.FAST_LNCC_PEERS_PYTHON}: ${stderr.trim().split('\n').at(-1)}`;
}

describe.skipIf(missing !== undefined)('the networks in PyTorch', { timeout: 300_000 }, () => {
  test.each([
    ['VM-1', '274,387 of 274,387'],
    ['VM-2', '301,411 of 301,411'],
    ['LKU-4', '522,302 of 522,950'],
    ['LKU-8', '2,086,342 of 2,087,638'],
    ['TM', '46,690,611 of 46,690,611'],
  ])('%s has its authors’ parameters and reproduces their values', (name, counts) => {
    const { status, stdout, stderr } = run('check_networks.py', `${golden}${name}.json`);
    expect(status, stderr).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines.length).toBe(2);
    for (const line of lines) expect(line).toContain(`: ${counts} parameters used; errors: output `);
  });

  test('have the names and settings of the benchmark’s', () => {
    const listing =
      'import networks as n; print(*(f"{k} {v.smoothness_weight} {v.amsgrad}" for k, v in n.NETWORKS.items()), sep="\\n")';
    const { stdout } = run('-c', listing);
    const known = stdout.trim().split('\n');
    for (const line of known) {
      const { name, smoothnessWeight, optimizer } = findNetwork(line.split(' ')[0]!);
      expect(line).toBe(`${name} ${smoothnessWeight} ${optimizer === 'amsgrad' ? 'True' : 'False'}`);
    }
  });

  test('are timed on a run, whose report has their rows; one that is not there is left out with a word', () => {
    const folder = runFolderAt(temporaryFolder());
    const size = [32, 32, 32] as const;
    writeRawPair(folder.pair, loadPair({ size, seed: 3 }));
    const settings = { ...tinySettings, size, networks: ['vm1', 'tm', 'vm9'], epochs: 1, pairs: 1 };
    writeRunDescription(folder, { ...tinyDescription, settings });
    const { status, stderr } = run('time_pytorch.py', folder.path, '--append', '--repetitions', '1');
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('vm9 is left out: networks.py has vm1, vm2, lku4, lku8, tm.');
    const { measurements, ignoredLines } = readMeasurements(folder.measurements);
    expect(ignoredLines).toBe(0);
    const { training, loss, failures } = buildReport(readRunDescription(folder), measurements);
    expect(loss.map(({ contender }) => contender)).toEqual(['pytorch/sequential', 'pytorch/separable']);
    expect(training.map(({ network, contender }) => `${network} ${contender}`)).toEqual([
      'vm1 pytorch/sequential',
      'vm1 pytorch/separable',
      'tm pytorch/sequential',
      'tm pytorch/separable',
    ]);
    for (const { equalLosses, peakBytes } of training) {
      expect(equalLosses).toBe(true);
      expect(peakBytes).toBeGreaterThan(2 ** 26);
    }
    expect(failures).toEqual([]);
  });
});
