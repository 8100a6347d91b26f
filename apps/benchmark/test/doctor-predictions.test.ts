import { lku4, vm1 } from '@fast-lncc/networks';
import { describe, expect, test } from 'vitest';
import { findContender } from '../src/contenders/select.ts';
import { countWork } from '../src/doctor/count-work.ts';
import { fitRates, millisecondsOf } from '../src/doctor/fit-rates.ts';
import type { LossTiming, StepTiming, Timing } from '../src/doctor/job.ts';
import { predictDisk } from '../src/doctor/predict-disk.ts';
import { predictMemory } from '../src/doctor/predict-memory.ts';
import { predictTime } from '../src/doctor/predict-time.ts';
import { findNetwork } from '../src/networks/select.ts';
import { tinySettings } from './settings.ts';

const size = [80, 96, 112] as const;
const voxels = 80 * 96 * 112;
const gibibyte = 2 ** 30;

const loss = (contender: LossTiming['contender'], gradientMilliseconds: number): LossTiming => ({
  kind: 'loss',
  contender,
  voxels,
  forwardMilliseconds: gradientMilliseconds / 2,
  gradientMilliseconds,
});

const step = (contender: StepTiming['contender'], network: string, milliseconds: number): StepTiming => ({
  kind: 'step',
  contender,
  network,
  size,
  milliseconds,
  startMilliseconds: milliseconds + 1000,
});

describe('the work of a network', () => {
  test('grows with the voxels', () => {
    const small = countWork(vm1, [32, 32, 32]);
    const large = countWork(vm1, [64, 32, 32]);
    expect(large.products).toBe(2 * small.products);
    expect(large.elements / small.elements).toBeCloseTo(2, 3);
  });

  test('products of VoxelMorph-1, added up by hand', () => {
    // Four convolutions that halve the grid, four before it is doubled, three on the whole grid, and the displacement.
    const parameters = vm1.parameters([16, 16, 16]).filter(({ shape }) => shape.length === 5);
    const grids = [1 / 8, 1 / 64, 1 / 512, 1 / 4096, 1 / 4096, 1 / 512, 1 / 64, 1 / 8, 1, 1, 1, 1];
    expect(parameters.length).toBe(grids.length);
    const products = parameters.reduce(
      (sum, { shape }, index) => sum + shape.reduce((a, b) => a * b, 1) * 16 ** 3 * grids[index]!,
      0,
    );
    const warping = 8 * 16 ** 3;
    expect(countWork(vm1, [16, 16, 16]).products).toBe(products + warping);
  });
});

describe('rates of an engine', () => {
  const rates = { perProduct: 15e-9, perElement: 3e-6 };
  const timed = [vm1, lku4].map((network) =>
    step('wasm/fused', network.name, millisecondsOf(countWork(network, size), rates)),
  );

  test('come out of times that they made', () => {
    const fitted = fitRates(timed, [])!;
    expect(fitted.perProduct / rates.perProduct).toBeCloseTo(1, 6);
    expect(fitted.perElement / rates.perElement).toBeCloseTo(1, 6);
  });

  test('the loss is not the network’s', () => {
    const withLoss = timed.map((timing) => ({ ...timing, milliseconds: timing.milliseconds + 100 }));
    const fitted = fitRates(withLoss, [loss('wasm/fused', 100)])!;
    expect(fitted.perProduct / rates.perProduct).toBeCloseTo(1, 6);
  });

  test('are never negative, and one network is enough', () => {
    const odd = fitRates([step('wasm/fused', 'vm1', 100), step('wasm/fused', 'lku4', 900)], [])!;
    expect(odd.perProduct).toBe(0);
    expect(odd.perElement).toBeGreaterThan(0);
    const alone = fitRates(timed.slice(0, 1), [])!;
    expect(millisecondsOf(countWork(vm1, size), alone) / timed[0]!.milliseconds).toBeCloseTo(1, 6);
    expect(fitRates([], [])).toBeUndefined();
  });
});

describe('the time of a run', () => {
  /** Medians of one run on two cores, in the README: seconds per step with `auto`, the loss in milliseconds. */
  const measured = {
    'onnxruntime/auto': { loss: 17.7, vm1: 1.12, vm2: 1.6, lku4: 0.65, lku8: 1.6 },
    'tfjs-node/auto': { loss: 6.9, vm1: 0.83, vm2: 0.9, lku4: 0.5, lku8: 0.8 },
  } as const;

  test.each(Object.entries(measured))('%s: networks that were not timed, from two that were', (id, times) => {
    const contender = id as StepTiming['contender'];
    const timings: Timing[] = [
      loss(contender, times.loss),
      ...(['lku4', 'vm1'] as const).map((name) => step(contender, name, 1000 * times[name])),
    ];
    const settings = { ...tinySettings, size, networks: ['vm1', 'vm2', 'lku4', 'lku8'] };
    const { networks, unknown } = predictTime([findContender(contender)], settings, timings);
    expect(unknown).toEqual([]);
    for (const { network, trainings } of networks) {
      const ratio = trainings[0]!.stepSeconds / times[network as keyof typeof times];
      // What the doctor says of its estimates.
      expect(ratio, network).toBeGreaterThan(0.5);
      expect(ratio, network).toBeLessThan(1.5);
    }
    expect(networks[0]!.trainings[0]!.stepSeconds).toBeCloseTo(times.vm1, 3);
  });

  test('epochs, the step that warms up, and processes are counted', () => {
    const timings = [loss('onnxruntime/auto', 20), step('onnxruntime/auto', 'vm1', 1000)];
    const settings = { ...tinySettings, size, networks: ['vm1'], epochs: 5, pairs: 403, repetitions: 10 };
    const { networks, lossSeconds, totalSeconds } = predictTime([findContender('onnxruntime/auto')], settings, timings);
    // 2 s for the process, 1 s for the graph, 404 steps of 1 s.
    expect(networks[0]!.seconds).toBeCloseTo(5 * (2 + 1 + 404), 3);
    // Two processes before, one for the agreement, five rounds of 11 evaluations forward and 11 with the gradient.
    expect(lossSeconds).toBeCloseTo(4 + 2 + 5 * (2 + 11 * 0.01 + 11 * 0.02), 6);
    expect(totalSeconds).toBeCloseTo(lossSeconds + networks[0]!.seconds, 6);
  });

  test('who was not timed is named', () => {
    const { unknown, networks } = predictTime([findContender('tfjs-node/auto')], { ...tinySettings, size }, []);
    expect(unknown).toEqual(['tfjs-node/auto']);
    expect(networks[0]!.trainings).toEqual([]);
  });
});

describe('memory', () => {
  const request = {
    contenders: [findContender('onnxruntime/auto')],
    networks: ['vm1'],
    size,
    residentBytes: new Map(),
  };

  test('each network and size, and what fits', () => {
    const rows = predictMemory({ ...request, availableBytes: 4 * gibibyte });
    expect(rows.length).toBe(2 * 5);
    const [chosen] = rows;
    expect(chosen).toMatchObject({ network: 'vm1', engine: 'onnxruntime', chosen: true, fits: true });
    const full = rows.find(({ network, size: [depth] }) => network === 'vm1' && depth === 160)!;
    // 6.8 GiB by prediction, in the README of the networks, and what the process holds.
    expect(full.predictedBytes! / gibibyte).toBeCloseTo(6.8 + 0.3, 1);
    expect(full).toMatchObject({ chosen: false, fits: false });
    const { fittingSize } = full;
    const smaller = predictMemory({ ...request, size: fittingSize as never, availableBytes: 4 * gibibyte })[0]!;
    expect(smaller.fits).toBe(true);
  });

  test('a size that a network cannot take has no prediction', () => {
    const rows = predictMemory({ ...request, availableBytes: 4 * gibibyte });
    const tm = rows.find(({ network, size: [depth] }) => network === 'tm' && depth === 80)!;
    expect(tm.predictedBytes).toBeUndefined();
    expect(tm.fits).toBeUndefined();
  });
});

test('what a run writes: images, and states twice', () => {
  const parameters = findNetwork('vm1')
    .parameters(size)
    .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const settings = { ...tinySettings, size, pairs: 3, networks: ['vm1'], trained: ['onnxruntime/auto'] as const };
  // AMSGrad has three moments.
  expect(predictDisk(settings)).toEqual({ dataset: voxels * (6 + 8 + 3 * 18), states: 2 * 4 * parameters * 4 });
  expect(predictDisk(settings, true).dataset).toBe(voxels * 8);
  expect(predictDisk({ ...settings, pairs: 403 }).dataset).toBe(voxels * (6 + 8 + 8 * 18));
});
