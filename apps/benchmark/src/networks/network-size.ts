import { ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import type { Network } from '@fast-lncc/networks';
import { formatShape, type Shape } from '../data/volume.ts';

/** No network of the paper asks for multiples of more. */
const farthest = 64;

/**
 * @throws UnsupportedOptionError unless every network can work on images of this size; the message names the nearest
 * sizes on which all can.
 */
export function assertNetworkSize(size: Shape, networks: readonly Network[]): void {
  const refusing = networks.filter((network) => !accepts(network, size)).map(({ name }) => name);
  if (refusing.length === 0) return;
  const sizes = [...new Set([-1, 1].map((direction) => formatShape(nearestSize(size, networks, direction))))].join(
    ' or ',
  );
  throw new UnsupportedOptionError(
    `--size ${formatShape(size)} does not suit ${refusing.join(', ')}. The nearest sizes that do are ${sizes}.`,
  );
}

/** A size that nobody has asked for, or the nearest smaller one on which all networks can work. */
export function suitingSize(size: Shape, networks: readonly Network[]): Shape {
  return networks.every((network) => accepts(network, size)) ? size : nearestSize(size, networks, -1);
}

function nearestSize([depth, height, width]: Shape, networks: readonly Network[], direction: number): Shape {
  const suits = (extent: number) => networks.every((network) => accepts(network, [extent, extent, extent]));
  const nearest = (extent: number) => nearestExtent(extent, direction, suits);
  return [nearest(depth), nearest(height), nearest(width)];
}

/** The first extent that suits, below or above; the other way where there is none below. */
function nearestExtent(extent: number, direction: number, suits: (extent: number) => boolean): number {
  for (let distance = 0; distance <= farthest; distance++) {
    const candidate = extent + direction * distance;
    if (candidate > 0 && suits(candidate)) return candidate;
  }
  return direction < 0 ? nearestExtent(extent, 1, suits) : extent;
}

function accepts(network: Network, size: readonly number[]): boolean {
  try {
    network.parameters(size);
    return true;
  } catch (error) {
    if (error instanceof ShapeMismatchError) return false;
    throw error;
  }
}
