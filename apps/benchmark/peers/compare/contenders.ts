import { type LnccDefinition, presets, UnsupportedOptionError } from '@fast-lncc/core';
import type { ContenderId } from '../../src/contenders/contender.ts';

/** One row of the comparison. */
export interface PeerContender {
  readonly id: ContenderId;
  /** Which of the two worker scripts runs it. */
  readonly language: 'node' | 'python';
  /** Dense convolutions round more: their loss may be off by 1e-4, others' by 1e-5. */
  readonly dense: boolean;
  /** Why it may be off from the common definition: it is then timed all the same, and marked. */
  readonly differs?: {
    readonly why: string;
    /** The preset that states its own definition, where there is one. */
    readonly preset?: 'monai' | 'dipy';
  };
}

/** The definition that is compared: the paper's, `−mean(C² / (V_I V_J + 1e-5))`, box windows, zeros outside. */
export function commonDefinition(window: number): LnccDefinition {
  return { ...presets.fastlncc, window };
}

const roundedCumulativeSums = {
  why: 'float32 cumulative sums: what a line has summed up rounds the windows behind it, and those of the background divide by what is left',
};

/** In the order of the first round; the first that can run is the one the others' times are divided by. */
export const peerContenders: readonly PeerContender[] = [
  { id: 'wasm/fused', language: 'node', dense: false },
  { id: 'wasm/fused-copied', language: 'node', dense: false },
  { id: 'onnxruntime/auto', language: 'node', dense: false },
  { id: 'pytorch/cumulative-compiled', language: 'python', dense: false, differs: roundedCumulativeSums },
  { id: 'pytorch/cumulative-closed', language: 'python', dense: false, differs: roundedCumulativeSums },
  { id: 'pytorch/cumulative', language: 'python', dense: false, differs: roundedCumulativeSums },
  { id: 'pytorch/cumulative-double', language: 'python', dense: false },
  {
    id: 'pytorch/summed-area',
    language: 'python',
    dense: false,
    differs: { why: 'one summed-area table over the whole volume, in float32: its rounding errors drown the windows' },
  },
  { id: 'pytorch/separable', language: 'python', dense: false },
  {
    id: 'monai/lncc',
    language: 'python',
    dense: false,
    differs: { why: 'both variances are floored at 1e-5, and no constant is added to their product', preset: 'monai' },
  },
  {
    id: 'dipy/crosscorr',
    language: 'python',
    dense: false,
    differs: {
      why: 'windows that fit only, flat ones dropped; its gradient is an approximation, each window giving to its center voxel alone; its kernels use one thread',
      preset: 'dipy',
    },
  },
  { id: 'pytorch/grouped', language: 'python', dense: true },
  { id: 'pytorch/sequential', language: 'python', dense: true },
];

/**
 * The contenders of a comma-separated list of ids or engines (`pytorch` is all of PyTorch's), all where it is absent.
 *
 * @throws UnsupportedOptionError for a name nobody has.
 */
export function selectPeers(only: string | undefined): readonly PeerContender[] {
  if (only === undefined) return peerContenders;
  const names = only
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const matches = (name: string) => (contender: PeerContender) =>
    contender.id === name || contender.id.startsWith(`${name}/`);
  const unknown = names.find((name) => !peerContenders.some(matches(name)));
  if (unknown !== undefined || names.length === 0) {
    const known = peerContenders.map(({ id }) => id).join(', ');
    throw new UnsupportedOptionError(`--only "${unknown ?? only}" is unknown. Choose from: ${known}; or an engine.`);
  }
  return peerContenders.filter((contender) => names.some((name) => matches(name)(contender)));
}
