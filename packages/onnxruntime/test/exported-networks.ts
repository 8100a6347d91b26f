import { sizeOf } from '@fast-lncc/core';
import * as exported from '@fast-lncc/networks';
import { initialWeights, type Network } from '@fast-lncc/networks';

const isNetwork = (value: unknown): value is Network =>
  typeof value === 'object' && value !== null && 'forward' in value && 'parameters' in value;

/** So that their files do not take seconds to write: each kind has a member as small. */
const mostParameters = 10_000_000;

const isSmall = (network: Network): boolean =>
  network.parameters([32, 32, 32]).reduce((sum, { shape }) => sum + sizeOf(shape), 0) <= mostParameters;

/** Every network of `@fast-lncc/networks` but the largest, those to come among them, and their diffeomorphic forms. */
export const everyNetwork: readonly Network[] = Object.values(exported as Readonly<Record<string, unknown>>)
  .filter(isNetwork)
  .filter(isSmall)
  .flatMap((network) => (network.diffeomorphic === undefined ? [network] : [network, network.diffeomorphic]));

/** Initial weights with heads that displace by voxels, where the authors' begin near zero. */
export function movingWeights(network: Network, size: readonly number[]): Record<string, Float32Array> {
  const weights = initialWeights(network, size, 1);
  // A transformer's features are normalized, those of the others small.
  const scale = network.dropPathRates === undefined ? 2e5 : 5e3;
  for (const { name, initialization } of network.parameters(size)) {
    const isHead = initialization.kind === 'normal' && initialization.standardDeviation < 1e-3;
    if (isHead) weights[name] = (weights[name] as Float32Array).map((value) => scale * value);
  }
  return weights;
}
