import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Network } from '@fast-lncc/networks';
import { networks, type TrainedNetwork } from './index.ts';

/**
 * The networks of these names, in the order of the table.
 *
 * @throws UnsupportedOptionError for a name nobody has, or an empty list.
 */
export function selectNetworks(names: readonly string[]): readonly Network[] {
  const unknown = names.find((name) => titled(name) === undefined);
  if (unknown !== undefined) {
    throw new UnsupportedOptionError(`--networks "${unknown}" is unknown. Choose from: ${known()}.`);
  }
  if (names.length === 0) throw new UnsupportedOptionError(`--networks is empty. Choose from: ${known()}.`);
  return networks.map(({ network }) => network).filter(({ name }) => names.includes(name));
}

/** @throws UnsupportedOptionError for a name this version does not have. */
export function findNetwork(name: string): Network {
  const found = titled(name);
  if (!found) throw new UnsupportedOptionError(`There is no network ${name}; there are: ${known()}.`);
  return found.network;
}

/** The names that select a network. */
export const networkNames = (): readonly string[] => networks.map(({ network }) => network.name);

/** The paper's name of a network; results of another version may hold one that is unknown here. */
export const networkTitle = (name: string): string => titled(name)?.title ?? name;

const titled = (name: string): TrainedNetwork | undefined => networks.find(({ network }) => network.name === name);
const known = (): string => networkNames().join(', ');
