/**
 * Seconds per epoch that the FastLNCC paper reports: average over the epochs of 403 pairs of IXI at 160x192x224, batch 1,
 * window 9x9x9.
 *
 * @see "A Naive Trick to Accelerate Training of LNCC-Based Deep Image Registration Models", tables of the training time
 */
export const paperGrid = '160x192x224';

/** The paper's epoch: 403 training pairs, one step each. */
export const pairsPerEpoch = 403;

export const paperDevices = ['A100', 'RTX 8000', 'P100'] as const;
export type PaperDevice = (typeof paperDevices)[number];

export interface PaperSeconds {
  /** Five convolutions, one after the other. */
  readonly sequential: number;
  /** One grouped convolution. */
  readonly grouped: number;
}

/** By the network's name in this repository. */
export const paperFigures: Readonly<Record<string, Readonly<Record<PaperDevice, PaperSeconds>>>> = {
  vm1: {
    A100: { sequential: 258.07, grouped: 122.61 },
    'RTX 8000': { sequential: 669.54, grouped: 395.25 },
    P100: { sequential: 1002.45, grouped: 640.98 },
  },
  vm2: {
    A100: { sequential: 267.71, grouped: 129.25 },
    'RTX 8000': { sequential: 701.18, grouped: 426.49 },
    P100: { sequential: 1079.54, grouped: 716.43 },
  },
  lku4: {
    A100: { sequential: 287.84, grouped: 151.0 },
    'RTX 8000': { sequential: 731.43, grouped: 455.34 },
    P100: { sequential: 1160.25, grouped: 797.77 },
  },
  lku8: {
    A100: { sequential: 317.4, grouped: 178.72 },
    'RTX 8000': { sequential: 1022.48, grouped: 748.92 },
    P100: { sequential: 1616.23, grouped: 1254.4 },
  },
  tm: {
    A100: { sequential: 362.48, grouped: 226.17 },
    'RTX 8000': { sequential: 878.59, grouped: 603.55 },
    P100: { sequential: 1241.96, grouped: 880.46 },
  },
};

/** What Algorithm 2 takes less than Algorithm 1, in percent. */
export const paperReduction = ({ sequential, grouped }: PaperSeconds): number => 100 * (1 - grouped / sequential);

/** What a step with Algorithm 2 saves, in milliseconds: the difference of the epochs over their 403 steps. */
export const paperSaving = ({ sequential, grouped }: PaperSeconds): number =>
  (1000 * (sequential - grouped)) / pairsPerEpoch;

/** One of the paper's figures, as `report.json` repeats it. */
export interface PaperRow {
  readonly network: string;
  readonly device: PaperDevice;
  readonly secondsPerEpoch: PaperSeconds;
  readonly reducedPercent: number;
  readonly savedMilliseconds: number;
}

/** The paper's figures of these networks. */
export function paperRows(networks: readonly string[]): PaperRow[] {
  return [...new Set(networks)].flatMap((network) =>
    paperDevices.flatMap((device) => {
      const secondsPerEpoch = paperFigures[network]?.[device];
      if (!secondsPerEpoch) return [];
      const reducedPercent = paperReduction(secondsPerEpoch);
      return [{ network, device, secondsPerEpoch, reducedPercent, savedMilliseconds: paperSaving(secondsPerEpoch) }];
    }),
  );
}
