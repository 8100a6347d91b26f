import { formatShape } from '../data/volume.ts';
import type { RunDescription } from '../results/run-folder.ts';
import { engineOf } from './names.ts';
import { pairsPerEpoch } from './training-rows.ts';

const paperGrid = '160x192x224';

/** What the figures of a run do not show, in sentences. */
export function limitsOf({ settings, source, machine }: RunDescription): string[] {
  const grid = formatShape(settings.size);
  const onProcessor = settings.executionProvider === 'cpu';
  const onGpu = settings.contenders.filter((id) => engineOf(id) === 'webgpu');
  const ranOnProcessor = onGpu.length === 0 ? 'Everything' : 'What is not of the engine webgpu';
  return [
    `Seconds per epoch are extrapolated: the mean of ${settings.pairs} timed steps per round, times the ${pairsPerEpoch} pairs of the paper's epoch. No epoch was run, and reading other images from disk is not in the times.`,
    ...(grid === paperGrid
      ? []
      : [
          `The grid is ${grid}; the paper's is ${paperGrid}. Ratios between algorithms change with the grid, times even more.`,
        ]),
    ...(source === 'phantom'
      ? [
          'The images are a synthetic phantom: it exercises the same arithmetic as a scan, but says nothing about the quality of a registration.',
        ]
      : []),
    ...(onProcessor
      ? [
          `${ranOnProcessor} ran on ${settings.threads} thread(s) of a processor (${machine.processor}). The paper's figures are from graphics cards, where a grouped convolution gains more.`,
        ]
      : []),
    ...(onGpu.length > 0
      ? [
          'The engine webgpu ran on the device that Dawn chose and named on standard error, which may be a software adapter: then its times say nothing about a GPU.',
        ]
      : []),
    ...(machine.load > machine.cores / 4
      ? [
          `The machine was busy when the run began (load ${machine.load.toFixed(1)} on ${machine.cores} cores): times are too long and uneven.`,
        ]
      : []),
    'One and the same pair is used in every step, and a few steps train nothing: the losses show that the algorithms take the same path, not how well the network registers.',
    'Peak memory is that of the whole process, the JavaScript runtime and the images included.',
  ];
}
