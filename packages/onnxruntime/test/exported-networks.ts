import * as exported from '@fast-lncc/networks';
import { initialWeights, type Network } from '@fast-lncc/networks';

const isNetwork = (value: unknown): value is Network =>
  typeof value === 'object' && value !== null && 'forward' in value && 'parameters' in value;

/** Every network of `@fast-lncc/networks`, those to come among them, and their diffeomorphic forms. */
export const everyNetwork: readonly Network[] = Object.values(exported as Readonly<Record<string, unknown>>)
  .filter(isNetwork)
  .flatMap((network) => (network.diffeomorphic === undefined ? [network] : [network, network.diffeomorphic]));

/** Initial weights with heads that displace by voxels, where the authors' begin near zero. */
export function movingWeights(network: Network, size: readonly number[]): Record<string, Float32Array> {
  const weights = initialWeights(network, size, 1);
  for (const { name, initialization } of network.parameters(size)) {
    const isHead = initialization.kind === 'normal' && initialization.standardDeviation < 1e-3;
    if (isHead) weights[name] = (weights[name] as Float32Array).map((value) => 2e5 * value);
  }
  return weights;
}
