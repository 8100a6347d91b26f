import { formatShape } from '../data/volume.ts';
import type { Machine } from '../results/machine.ts';
import type { RunDescription } from '../results/run-folder.ts';
import { engineOf } from './names.ts';
import { pairsPerEpoch, paperGrid } from './paper-figures.ts';
import type { TrainingRow } from './training-rows.ts';

/** What the figures of a run do not show, in sentences. */
export function limitsOf(description: RunDescription, training: readonly TrainingRow[]): string[] {
  const { settings, source, machines = [], comparesAcrossParts = false } = description;
  const grid = formatShape(settings.size);
  return [
    ...extrapolation(description, training),
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
    ...devices(description),
    ...(machines.length > 1
      ? [
          comparesAcrossParts
            ? `This run was measured in ${machines.length} parts, more than it has networks and engines: contenders are compared that may be of different machines, and then their ratios say nothing.`
            : `This run was measured in ${machines.length} parts, which may be of different machines: the contenders of one network and engine are of one, others are not to be compared.`,
        ]
      : []),
    ...versions(machines),
    'The intervals tell how far the steps of this run scatter. They know nothing of drifts that last for whole epochs, nor of another day, machine or version.',
    'The loss alone is timed on one pair, in a process that does nothing else: within a step it may find caches and memory in another state.',
    'Peak memory is that of the whole process, the JavaScript runtime and the images included.',
  ];
}

/** Parts that different versions measured. */
function versions(machines: readonly Machine[]): string[] {
  const found = new Set(machines.map(({ commit = 'an unknown commit', node }) => `${commit} on Node ${node}`));
  return found.size < 2
    ? []
    : [
        `The parts of this run are of different versions (${[...found].join(', ')}): their times may differ for that reason.`,
      ];
}

function extrapolation({ settings, dataset }: RunDescription, training: readonly TrainingRow[]): string[] {
  if (training.length === 0) return [];
  return [
    ...(training.some(({ scaled }) => scaled)
      ? [
          `Seconds per epoch are extrapolated: ${settings.pairs} timed steps per epoch, scaled to the ${pairsPerEpoch} pairs of the paper's epoch.`,
        ]
      : []),
    ...(dataset === undefined
      ? [
          'One and the same pair is used in every step, and a few steps train nothing: the losses show that the algorithms take the same path, not how well the network registers. Reading other images from disk is not in the times.',
        ]
      : []),
    ...(dataset !== undefined && dataset.pairs < pairsPerEpoch
      ? [
          `The dataset has ${dataset.pairs} pair(s), the paper's 403: its files stay in the memory of the system, and the losses show that the algorithms take the same path, not how well the network registers.`,
        ]
      : []),
  ];
}

function devices({ settings, machine }: RunDescription): string[] {
  const onProcessor = settings.executionProvider === 'cpu';
  const onGpu = settings.contenders.filter((id) => engineOf(id) === 'webgpu');
  const ranOnProcessor = onGpu.length === 0 ? 'Everything' : 'What is not of the engine webgpu';
  return [
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
  ];
}
