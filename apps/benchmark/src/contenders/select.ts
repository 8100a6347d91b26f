import { UnsupportedOptionError } from '@fast-lncc/core';
import { type Contender, type ContenderId, contenderId } from './contender.ts';
import { contenders } from './index.ts';

export interface Selection {
  readonly algorithms?: readonly string[] | undefined;
  readonly engines?: readonly string[] | undefined;
}

/**
 * The contenders of the named algorithms and engines, all where a list is absent, but for those that have to be named.
 *
 * @throws UnsupportedOptionError for a name nobody has, or a combination that leaves none.
 */
export function selectContenders({ algorithms, engines }: Selection): readonly Contender[] {
  assertKnown('--algorithms', algorithms, [...new Set(contenders.map((contender) => contender.algorithm))]);
  assertKnown('--engines', engines, [...new Set(contenders.map((contender) => contender.engine))]);
  const selected = contenders.filter(
    ({ algorithm, engine, onlyNamed }) =>
      (algorithms?.includes(algorithm) ?? onlyNamed !== 'algorithm') &&
      (engines?.includes(engine) ?? onlyNamed !== 'engine'),
  );
  if (selected.length === 0) {
    const existing = contenders.map(contenderId).join(', ');
    throw new UnsupportedOptionError(
      `No contender has the algorithms ${algorithms?.join(', ')} on ${engines?.join(', ')}. There are: ${existing}.`,
    );
  }
  return selected;
}

/** @throws UnsupportedOptionError for an id this version does not have. */
export function findContender(id: ContenderId): Contender {
  const found = contenders.find((contender) => contenderId(contender) === id);
  if (!found)
    throw new UnsupportedOptionError(
      `There is no contender ${id}; there are: ${contenders.map(contenderId).join(', ')}.`,
    );
  return found;
}

function assertKnown(option: string, names: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UnsupportedOptionError(`${option} "${unknown}" is unknown. Choose from: ${known.join(', ')}.`);
  }
  if (names?.length === 0) throw new UnsupportedOptionError(`${option} is empty. Choose from: ${known.join(', ')}.`);
}
