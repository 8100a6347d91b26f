import { UnsupportedOptionError } from '@fast-lncc/core';

/** A part of a plan: the first is 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * @param text `i/n`
 * @throws UnsupportedOptionError naming what it may be.
 */
export function parseShard(text: string, count: number): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of !== count || index < 1 || index > count) {
    throw new UnsupportedOptionError(
      `--shard ${text} is none of the plan's, which go from 1/${count} to ${count}/${count}.`,
    );
  }
  return { index, count };
}

/** The name of a shard's folder, the same each time that it is run. */
export const shardName = ({ index, count }: Shard): string => `shard-${index}-of-${count}`;
