/** Sizes of one TransMorph, as its configuration file has them. */
export interface TransmorphConfiguration {
  /** Channels of the first stage; every further one has twice as many. */
  readonly embedding: number;
  /** Blocks of each stage. */
  readonly depths: readonly number[];
  /** Attention heads of each stage. */
  readonly heads: readonly number[];
  /** Channels at full resolution. */
  readonly headChannels: number;
  /** Of the last block; rates grow linearly from 0. */
  readonly dropPathRate: number;
}

/** What all published configurations share, but for embedding and heads. */
export const sharedConfiguration = { depths: [2, 2, 4, 2], headChannels: 16, dropPathRate: 0.3 } as const;

/** Extent and stride of the patches. */
export const patch = 4;
