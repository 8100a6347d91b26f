import { formatShape } from '../data/volume.ts';
import type { Diagnosis } from './diagnosis.ts';
import { oldestNode } from './inspect-machine.ts';
import { inGibibytes } from './units.ts';

type Found = Pick<Diagnosis, 'settings' | 'machine' | 'engines' | 'memory' | 'disk'>;

/** What keeps the chosen profile from running, each with the way out. */
export function findProblems({ machine, engines, memory, disk }: Found): readonly string[] {
  const problems: string[] = [];
  if (!machine.nodeSupported) {
    problems.push(`Node ${machine.node} is too old: install ${oldestNode.join('.')} or newer.`);
  }
  for (const { name, works, role, needs } of engines) {
    if (role === 'needed' && !works) problems.push(`${name} is needed and does not work: it needs ${needs}.`);
  }
  for (const { network, size, engine, chosen, fits, predictedBytes, fittingSize } of memory) {
    if (!chosen || fits !== false) continue;
    const smaller =
      fittingSize === undefined ? 'Free memory, or leave it out.' : `--size ${formatShape(fittingSize)} fits.`;
    problems.push(
      `${network} at ${formatShape(size)} on ${engine} needs ${inGibibytes(predictedBytes!)} of memory, and ${inGibibytes(machine.availableBytes)} are free. ${smaller}`,
    );
  }
  const needed = disk.dataset + disk.states;
  if (needed > machine.diskFreeBytes) {
    problems.push(
      `The run writes ${inGibibytes(needed)}, and the disk of ${machine.diskFolder} has ${inGibibytes(machine.diskFreeBytes)} free. Free some space, or name another folder with --output.`,
    );
  }
  return problems;
}

/** A run on a busy machine measures the others, too. */
const busyShare = 0.5;

/** What should be known, and keeps nothing from running. */
export function findWarnings({ machine, engines }: Found): readonly string[] {
  const warnings = engines
    .filter(({ role }) => role === 'left-out')
    .map(({ name, needs }) => `${name} is left out of the run: it needs ${needs}.`);
  if (machine.load > busyShare * machine.cores) {
    warnings.push(
      `Other work is running (load ${machine.load.toFixed(1)} on ${machine.cores} cores): times will vary, and the estimate of them with it.`,
    );
  }
  const software = engines.find((row) => row.role === 'needed' && row.software);
  if (software !== undefined)
    warnings.push(`${software.name} computes in software (${software.device}), not on a GPU.`);
  return warnings;
}
