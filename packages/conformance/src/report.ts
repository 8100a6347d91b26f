import type { Algorithm } from '@fast-lncc/core';
import type { BackendDriver, ImageArray } from './contract.ts';
import type { Observed } from './expect.ts';

/** What the suite has found of one algorithm. */
export interface AlgorithmReport {
  readonly algorithm: Algorithm;
  /** Scenarios that were run and passed; a known gap is none of them. */
  readonly passed: number;
  /** Largest error of the loss: absolute up to a loss of 1, relative above. */
  readonly loss: number;
  /** Largest error of a gradient or map: L2 norm of the difference over that of the expected. */
  readonly gradient: number;
}

/** What the suite has found of one backend, as plain data. */
export interface ConformanceReport {
  readonly name: string;
  readonly precision: 'float32' | 'float64';
  readonly algorithms: readonly AlgorithmReport[];
  /** As the driver gives them: key to reason. */
  readonly knownGaps: Readonly<Record<string, string>>;
}

/** Collects what a run finds. */
export interface Report {
  record(key: string, algorithm: Algorithm, observed: Observed): void;
  pass(algorithm: Algorithm): void;
  limit(key: string, reason: string): void;
  print(): void;
  summary(): ConformanceReport;
}

interface Largest {
  readonly value: number;
  readonly where: string;
}

interface Findings {
  passed: number;
  loss: Largest;
  gradient: Largest;
}

const none: Largest = { value: 0, where: 'nowhere' };

const larger = (known: Largest, value: number, where: string): Largest =>
  value > known.value ? { value, where } : known;

/** A report of one backend: the largest error of the loss and of the gradient, and what was left out with its reason. */
export function createReport({ name, precision, algorithms, knownGaps }: BackendDriver<ImageArray>): Report {
  const found = new Map<Algorithm, Findings>(
    algorithms.map((algorithm) => [algorithm, { passed: 0, loss: none, gradient: none }]),
  );
  const of = (algorithm: Algorithm): Findings => found.get(algorithm) as Findings;
  const limited = new Map<string, Set<string>>();
  const show = (errors: readonly Largest[]) => {
    const { value, where } = errors.reduce((known, error) => larger(known, error.value, error.where), none);
    return `${value.toExponential(1)} (${where})`;
  };
  return {
    record(key, algorithm, { loss, gradient }) {
      const findings = of(algorithm);
      const where = `${key}@${algorithm}`;
      findings.loss = larger(findings.loss, loss, where);
      findings.gradient = larger(findings.gradient, gradient, where);
    },
    pass: (algorithm) => void of(algorithm).passed++,
    limit: (key, reason) => limited.set(reason, (limited.get(reason) ?? new Set()).add(key)),
    print() {
      const all = [...found.values()];
      const [loss, gradient] = [show(all.map((each) => each.loss)), show(all.map((each) => each.gradient))];
      console.info(`${name} (${precision}): largest error of the loss ${loss}, of a gradient ${gradient}`);
      for (const [reason, keys] of limited) console.info(`  ${keys.size} limited, ${reason}: ${[...keys].join(', ')}`);
      for (const [key, reason] of Object.entries(knownGaps)) console.info(`  known gap ${key}: ${reason}`);
    },
    summary: () => ({
      name,
      precision,
      algorithms: [...found].map(([algorithm, { passed, loss, gradient }]) => ({
        algorithm,
        passed,
        loss: loss.value,
        gradient: gradient.value,
      })),
      knownGaps,
    }),
  };
}
