import type { ContenderId } from '../../src/contenders/contender.ts';
import type { PeerContender } from './contenders.ts';
import type { ProcessOutcome } from './run-process.ts';

/** A contender that is not measured, and why. */
export interface Skipped {
  readonly contender: ContenderId;
  readonly reason: string;
}

export interface Availability {
  readonly available: readonly PeerContender[];
  readonly skipped: readonly Skipped[];
  /** Versions of Python and its libraries. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Splits contenders into those that can run and those that cannot, by what the probes of the two workers answered.
 *
 * @param python the executable, to be named where it does not answer
 */
export function readProbes(
  contenders: readonly PeerContender[],
  probes: Readonly<Record<PeerContender['language'], ProcessOutcome>>,
  python: string,
): Availability {
  const answer = (language: PeerContender['language']) => probes[language].events.find(({ type }) => type === 'probe');
  const skipped: Skipped[] = [];
  for (const { id, language } of contenders) {
    const probe = answer(language);
    const reason = probe?.type === 'probe' ? probe.missing[id] : silence(language, probes[language], python);
    if (reason !== undefined) skipped.push({ contender: id, reason });
  }
  const reached = answer('python');
  return {
    available: contenders.filter(({ id }) => !skipped.some(({ contender }) => contender === id)),
    skipped,
    versions: reached?.type === 'probe' ? reached.versions : {},
  };
}

function silence(language: PeerContender['language'], { failure }: ProcessOutcome, python: string): string {
  const way = `name a Python that has the libraries with --python or FAST_LNCC_PEERS_PYTHON (this was ${python})`;
  return language === 'python' ? `${failure}; ${way}` : String(failure);
}

export function idsOf(contenders: readonly PeerContender[], language: PeerContender['language']): ContenderId[] {
  return contenders.filter((contender) => contender.language === language).map(({ id }) => id);
}

/** One line per reason, with everyone it concerns. */
export function skipLines(skipped: readonly Skipped[]): string[] {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const names = skipped.filter((entry) => entry.reason === reason).map(({ contender }) => contender);
    return `Skipped ${names.join(', ')}: ${reason}`;
  });
}
