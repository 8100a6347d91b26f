import type { ContenderId } from '../src/contenders/contender.ts';
import { seededRandom } from '../src/data/random.ts';
import type { Measurement } from '../src/results/measurement.ts';
import type { RunDescription } from '../src/results/run-folder.ts';
import { tinyDescription, tinySettings } from './settings.ts';

/** What a synthetic run is made of. */
export interface SyntheticRun {
  readonly networks?: readonly string[];
  readonly algorithms?: readonly string[];
  readonly engine?: string;
  readonly epochs?: number;
  readonly pairs?: number;
  readonly seed?: number;
  /** Times everything is longer. */
  readonly slowness?: number;
}

const shape = [160, 192, 224] as const;
const networkMilliseconds: Readonly<Record<string, number>> = {
  vm1: 2600,
  vm2: 3100,
  lku4: 3400,
  lku8: 6900,
  tm: 5200,
};
export const lossMilliseconds: Readonly<Record<string, number>> = { sequential: 1500, grouped: 1100, auto: 90 };

/** A run as the benchmark leaves it: every kind of measurement, times that scatter by a few percent. */
export function syntheticRun({
  networks = ['vm1', 'vm2', 'lku4', 'lku8', 'tm'],
  algorithms = ['sequential', 'grouped', 'auto'],
  engine = 'onnxruntime',
  epochs = 5,
  pairs = 20,
  seed = 1,
  slowness = 1,
}: SyntheticRun = {}): { readonly description: RunDescription; readonly measurements: Measurement[] } {
  const { normal, uniform } = seededRandom(seed);
  const contenders = algorithms.map((algorithm): ContenderId => `${engine}/${algorithm}`);
  const scattered = (milliseconds: number) => milliseconds * slowness * (1 + 0.02 * normal());
  const measurements: Measurement[] = [
    { kind: 'bandwidth', contender: 'machine/copy', bytesPerSecond: 18.4e9, threads: 2 },
    ...contenders.map((contender) => agreement(contender, { epoch: 0 })),
  ];
  for (let round = 1; round <= epochs; round++) {
    for (const contender of contenders) {
      const time = lossMilliseconds[contender.slice(engine.length + 1)]!;
      const evaluation = { kind: 'loss', contender, shape, round } as const;
      for (let repetition = 0; repetition < 3; repetition++) {
        measurements.push({ ...evaluation, mode: 'forward', milliseconds: scattered(0.4 * time) });
        measurements.push({ ...evaluation, mode: 'gradient', milliseconds: scattered(time) });
      }
      measurements.push({ kind: 'memory', contender, task: 'loss', round, peakBytes: 9e8 + 1e6 * time });
    }
  }
  for (const network of networks) {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const contender of contenders) {
        const own = { contender, network, epoch } as const;
        const time = networkMilliseconds[network]! + lossMilliseconds[contender.slice(engine.length + 1)]!;
        measurements.push(agreement(contender, { epoch, network }));
        let seconds = 0;
        let loadSeconds = 0;
        for (let step = 0; step <= pairs; step++) {
          const milliseconds = scattered(time) + (step === 0 ? 4000 : 0);
          const loadMilliseconds = step === 0 ? 90 : 3 + 4 * uniform();
          if (step > 0) seconds += (milliseconds + loadMilliseconds) / 1000;
          if (step > 0) loadSeconds += loadMilliseconds / 1000;
          measurements.push(stepOf(own, { step, pairs, milliseconds, loadMilliseconds }));
        }
        measurements.push({ kind: 'epoch', ...own, steps: pairs, seconds: seconds + 0.01, loadSeconds });
        for (let pair = 0; pair < 2; pair++) measurements.push(...qualityOf(own, pair));
        const peakBytes = (4 + networkMilliseconds[network]! / 1500) * 2 ** 30;
        measurements.push({
          kind: 'memory',
          contender,
          network,
          task: 'training',
          round: epoch,
          peakBytes: peakBytes * (contender.endsWith('/auto') ? 0.9 : 1),
          devicePeakBytes: 0.8 * peakBytes,
        });
      }
    }
  }
  const settings = {
    ...tinySettings,
    contenders,
    trained: contenders,
    networks,
    size: shape,
    window: 9,
    epochs,
    pairs,
  };
  const machine = {
    ...tinyDescription.machine,
    processor: 'Synthetic Processor 3000',
    packages: { '@fast-lncc/core': '0.0.0', 'onnxruntime-node': '1.30.0' },
    commit: '0123456789ab',
  };
  const dataset = { name: 'phantom', pairs, digest: 'f'.repeat(64), folder: 'data' };
  return { description: { ...tinyDescription, schema: 2, settings, machine, dataset }, measurements };
}

type Place = { readonly contender: ContenderId; readonly network: string; readonly epoch: number };

function stepOf(
  place: Place,
  { step, pairs, ...times }: { step: number; pairs: number; milliseconds: number; loadMilliseconds: number },
): Measurement {
  const seen = (place.epoch - 1) * pairs + Math.max(1, step);
  const similarity = -0.15 - 0.2 * (1 - Math.exp(-seen / 40)) + 0.01 * Math.sin(1.7 * seen);
  const rounding = place.contender.endsWith('/sequential') ? 0 : 1e-6 * Math.sin(seen + place.contender.length);
  const loss = similarity + rounding + 0.02;
  const common = { pair: seen % pairs, learningRate: 1e-4, smoothness: 0.02 };
  return { kind: 'step', ...place, shape, step, ...times, ...common, similarity: similarity + rounding, loss };
}

function qualityOf(place: Place, pair: number): Measurement[] {
  const at = (epoch: number): Measurement => ({
    kind: 'quality',
    ...place,
    epoch,
    pair,
    folding: 0.02 * epoch,
    dice: 0.42 + 0.3 * (1 - Math.exp(-epoch / 2)) + 0.01 * pair,
    endpointError: 1 + 3 * Math.exp(-epoch / 2),
  });
  return place.epoch === 1 ? [at(0), at(1)] : [at(place.epoch)];
}

function agreement(contender: ContenderId, place: { readonly epoch: number; readonly network?: string }): Measurement {
  return {
    kind: 'agreement',
    contender,
    ...place,
    algorithm: contender.endsWith('/auto') ? 'banded' : contender.slice(contender.indexOf('/') + 1),
    loss: -0.5,
    referenceLoss: -0.5,
    lossError: 1.2e-6,
    gradientCosine: 0.9999995,
    gradientError: 3e-5,
    tolerance: 1e-4,
    agrees: true,
  };
}
