import type { Layers, ParameterSpecification } from '../layers.ts';

/** A weight by the name it has in the authors' code. */
export type Take<T> = (name: string) => T;

/** A building block: its parameters, and what it makes of its maps. */
export interface Block {
  readonly parameters: readonly ParameterSpecification[];
  forward<T>(layers: Layers<T>, take: Take<T>, parts: readonly T[]): T;
}

/** The map of a block that takes a single one. */
export const onlyMap = <T>(parts: readonly T[]): T => parts[0] as T;
