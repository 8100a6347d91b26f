import { assertLength, ShapeMismatchError, sizeOf } from '@fast-lncc/core';
import type { ParameterSpecification } from '../layers.ts';

/** Where each parameter lies in the flat vector. */
export interface FlatLayout {
  readonly specifications: readonly ParameterSpecification[];
  readonly offsets: readonly number[];
  readonly length: number;
}

/** All parameters end to end, in the network's order: the optimizer's state is then three vectors, whatever the network. */
export function flatLayout(specifications: readonly ParameterSpecification[]): FlatLayout {
  let length = 0;
  const offsets = specifications.map(({ shape }) => {
    const offset = length;
    length += sizeOf(shape);
    return offset;
  });
  return { specifications, offsets, length };
}

/**
 * Named arrays as one flat vector.
 *
 * @throws ShapeMismatchError when a parameter is missing, unknown or of another length.
 */
export function flatten(layout: FlatLayout, named: Readonly<Record<string, Float32Array>>): Float32Array {
  const known = new Set(layout.specifications.map(({ name }) => name));
  const unknown = Object.keys(named).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new ShapeMismatchError(
      `'${unknown}' is no parameter of this network; its parameters are ${[...known].slice(0, 3).join(', ')}, ….`,
    );
  }
  const flat = new Float32Array(layout.length);
  layout.specifications.forEach(({ name, shape }, index) => {
    const values = named[name];
    if (values === undefined)
      throw new ShapeMismatchError(`The parameter '${name}' is missing; give all ${known.size}.`);
    assertLength(name, values.length, shape);
    flat.set(values, layout.offsets[index]);
  });
  return flat;
}

/** A flat vector as copies by name. */
export function unflatten({ specifications, offsets }: FlatLayout, flat: Float32Array): Record<string, Float32Array> {
  return Object.fromEntries(
    specifications.map(({ name, shape }, index) => {
      const offset = offsets[index] ?? 0;
      return [name, flat.slice(offset, offset + sizeOf(shape))];
    }),
  );
}
