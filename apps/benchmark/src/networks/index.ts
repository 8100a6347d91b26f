import { lku4, lku8, type Network, tm, vm1, vm2 } from '@fast-lncc/networks';

/** A network the benchmark can train. */
export interface TrainedNetwork {
  readonly network: Network;
  /** Its name in the paper's tables. */
  readonly title: string;
}

/** Every network there is to train, in the order of the paper's tables. */
export const networks: readonly TrainedNetwork[] = [
  { network: vm1, title: 'VM-1' },
  { network: vm2, title: 'VM-2' },
  { network: lku4, title: 'LKU-Net(4,5)' },
  { network: lku8, title: 'LKU-Net(8,5)' },
  { network: tm, title: 'TM' },
];
