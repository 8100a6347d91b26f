import type { Layers, ParameterSpecification } from './layers.ts';

/** A weight by the name it has in the authors' code. */
export type Take<T> = (name: string) => T;

/** A building block: its parameters, and what it makes of its maps. */
export interface Block {
  readonly parameters: readonly ParameterSpecification[];
  forward<T>(layers: Layers<T>, take: Take<T>, parts: readonly T[]): T;
}

/** The same block as a segment, which may be recomputed on the way back. */
export const segmented = (block: Block): Block => ({
  parameters: block.parameters,
  forward(layers, take, parts) {
    const weights = block.parameters.map(({ name }) => take(name));
    return layers.segment(parts, weights, (inner, maps, given) =>
      block.forward(inner, takeFrom(block.parameters, given), maps),
    );
  },
});

/** The map of a block that takes a single one. */
export const onlyMap = <T>(parts: readonly T[]): T => parts[0] as T;

/** One block after the other. */
export const chain = <T>(layers: Layers<T>, take: Take<T>, parts: readonly T[], ...blocks: readonly Block[]): T =>
  onlyMap(blocks.reduce((maps, block) => [block.forward(layers, take, maps)], parts));

/** Several blocks, one after the other, as one. */
export const sequence = (...blocks: readonly Block[]): Block => ({
  parameters: blocks.flatMap((block) => block.parameters),
  forward: (layers, take, parts) => chain(layers, take, parts, ...blocks),
});

/** A block over the first map through another one, and all further maps beside it. */
export const afterFirst = (first: Block, block: Block): Block => ({
  parameters: [...first.parameters, ...block.parameters],
  forward: (layers, take, parts) =>
    block.forward(layers, take, [first.forward(layers, take, parts.slice(0, 1)), ...parts.slice(1)]),
});

/** Weights by name, of a list in the order of the specifications. */
export function takeFrom<T>(specifications: readonly ParameterSpecification[], weights: readonly T[]): Take<T> {
  const byName = new Map(specifications.map(({ name }, index) => [name, weights[index] as T]));
  return (name) => byName.get(name) as T;
}
