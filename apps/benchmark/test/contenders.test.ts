import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UnsupportedOptionError } from '@fast-lncc/core';
import { findTfjsNode } from '@tooling/native';
import { describe, expect, test } from 'vitest';
import { hasRuntime } from '../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../tooling/vitest/software-gpu.ts';
import {
  type Contender,
  contenderId,
  gradientValues,
  lossTolerance,
  type Problem,
} from '../src/contenders/contender.ts';
import { contenders } from '../src/contenders/index.ts';
import { findContender, selectContenders } from '../src/contenders/select.ts';
import { surfaceCrop } from '../src/data/crop.ts';
import { loadPair } from '../src/data/image-pair.ts';
import { writeRawPair } from '../src/data/raw-pair.ts';
import { readReference, writeReference } from '../src/data/reference-file.ts';
import type { Shape } from '../src/data/volume.ts';
import { networks } from '../src/networks/index.ts';
import type { ContenderJob } from '../src/process/job.ts';
import { performJob } from '../src/process/perform-job.ts';
import { baselineOf } from '../src/report/names.ts';
import type { Measurement } from '../src/results/measurement.ts';
import { runFolderAt } from '../src/results/run-folder.ts';
import { findRunData } from '../src/run/run-data.ts';
import { compareGradients } from '../src/tasks/compare-gradients.ts';
import { measureAgreement } from '../src/tasks/measure-agreement.ts';
import { temporaryFolder } from './files.ts';
import { tinySettings } from './settings.ts';

describe('the list', () => {
  test('one file per contender, unique ids, an Algorithm 1 to compare with', () => {
    const folder = fileURLToPath(new URL('../src/contenders', import.meta.url));
    const files = readdirSync(folder).filter((name) => !['contender.ts', 'index.ts', 'select.ts'].includes(name));
    expect(files).toEqual(contenders.map(({ engine, algorithm }) => `${engine}-${algorithm}.ts`).sort());
    const ids = contenders.map(contenderId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(ids).toContain(baselineOf(id));
    expect(baselineOf('tfjs-wasm/banded')).toBe('tfjs-wasm/sequential');
    expect(baselineOf('wasm/fused')).toBe('onnxruntime/sequential');
  });

  test('the paper’s algorithms are differentiated automatically, as its authors ran them', () => {
    for (const contender of contenders.filter(({ engine }) => ['onnxruntime', 'tfjs-node'].includes(engine))) {
      const paper = ['sequential', 'grouped'].includes(contender.algorithm);
      expect(contender.gradient).toBe(paper ? 'automatic' : 'analytic');
      expect(lossTolerance(contender)).toBe(paper ? 1e-4 : 1e-5);
    }
  });

  test('the paper’s two algorithms and the faster forms train VM-1, on both engines that train', () => {
    const trained = contenders.filter(({ prepareTraining }) => prepareTraining !== undefined).map(contenderId);
    const required = (engine: string, names: string[]) => names.map((name) => `${engine}/${name}`);
    expect(trained).toEqual([
      ...required('onnxruntime', ['sequential', 'grouped', 'separable', 'pooled', 'banded', 'auto', 'auto-coarse']),
      ...required('tfjs-node', ['sequential', 'grouped', 'separable', 'banded', 'fused', 'auto']),
    ]);
  });

  test('selection by algorithm and engine', () => {
    expect(selectContenders({})).toEqual(
      contenders.filter(({ engine, algorithm }) => engine !== 'webgpu' && algorithm !== 'auto-coarse'),
    );
    expect(selectContenders({ algorithms: ['auto-coarse'] }).map(contenderId)).toEqual(['onnxruntime/auto-coarse']);
    expect(selectContenders({ engines: ['webgpu'] }).map(contenderId)).toEqual(['webgpu/fused']);
    expect(
      selectContenders({ algorithms: ['banded'], engines: ['onnxruntime', 'tfjs-wasm'] }).map(contenderId),
    ).toEqual(['onnxruntime/banded', 'tfjs-wasm/banded']);
    expect(() => selectContenders({ algorithms: ['fast'] })).toThrowError(/"fast" is unknown.*sequential/);
    expect(() => selectContenders({ engines: [] })).toThrowError(/--engines is empty/);
    expect(() => selectContenders({ algorithms: ['pooled'], engines: ['tfjs-cpu'] })).toThrowError(
      UnsupportedOptionError,
    );
    expect(() => findContender('a/b')).toThrowError(/no contender a\/b/);
  });
});

test('gradients are compared by angle and length', () => {
  expect(compareGradients([1, 2, 2], [1, 2, 2])).toEqual({ cosine: 1, relativeError: 0 });
  expect(compareGradients([0, 3], [4, 0])).toEqual({ cosine: 0, relativeError: 5 / 4 });
  expect(compareGradients([2, 4], [1, 2]).cosine).toBeCloseTo(1, 15);
  expect(compareGradients([2, 4], [1, 2]).relativeError).toBeCloseTo(1, 15);
  expect(compareGradients([Number.NaN], [1]).cosine).toBeNaN();
});

test.each([
  { name: 'an exact one', loss: -0.5, gradient: [1, 2], agrees: true },
  { name: 'a loss off by 2e-5', loss: -0.50002, gradient: [1, 2], agrees: false },
  { name: 'a gradient in another direction', loss: -0.5, gradient: [2, 1], agrees: false },
  { name: 'a loss that is not a number', loss: Number.NaN, gradient: [1, 2], agrees: false },
  { name: 'a gradient that is not a number', loss: -0.5, gradient: [1, Number.NaN], agrees: false },
])('agreement: $name', async ({ loss, gradient, agrees }) => {
  const fake: Contender = {
    engine: 'onnxruntime',
    algorithm: 'separable',
    gradient: 'analytic',
    dense: false,
    grid: 'full',
    prepareLoss: async () => ({
      algorithm: 'separable',
      forward: async () => loss,
      gradient: async () => ({ loss, gradient: Float32Array.from(gradient) }),
      dispose: async () => {},
    }),
  };
  const found: Measurement[] = [];
  for await (const measurement of measureAgreement(fake, {} as Problem, { loss: -0.5, gradient: [1, 2] })) {
    found.push(measurement);
  }
  expect(found).toMatchObject([{ kind: 'agreement', agrees }]);
});

const left = [
  ...(hasRuntime('tfjs-node', findTfjsNode().missing) ? [] : ['tfjs-node']),
  ...(hasRuntime('webgpu', useSoftwareGpu()) ? [] : ['webgpu']),
];
const runnable = contenders.filter(({ engine }) => !left.includes(engine));

describe('every contender on a tiny pair', () => {
  const size = [16, 32, 16] as const;
  const pair = loadPair({ size, seed: 2 });
  const settings = { ...tinySettings, size, pairs: 2, repetitions: 1 };
  const run = async (contender: Contender, task: 'agreement' | 'loss' | 'training', network = 'vm1') => {
    const folder = temporaryFolder();
    writeRawPair(folder, surfaceCrop(pair, [12, 12, 12]));
    if (task !== 'loss') writeReference(folder, settings.window);
    if (task === 'training') return trainOn(network === 'tm' ? [32, 32, 32] : size, contender, network, folder);
    const found: Measurement[] = [];
    const job: ContenderJob = { task, contender: contenderId(contender), round: 1, pair: folder, settings };
    await performJob(job, (measurement) => found.push(measurement));
    return found;
  };
  const trainOn = async (extents: Shape, contender: Contender, network: string, crop: string) => {
    const { data, states } = runFolderAt(temporaryFolder());
    await findRunData({ size: extents, seed: 2, pairs: 1 }).prepare(data);
    const found: Measurement[] = [];
    const common = { contender: contenderId(contender), round: 1, pair: crop, data, states };
    await performJob({ task: 'training', network, settings, ...common }, (measurement) => found.push(measurement));
    return found;
  };

  test.each(runnable.map((contender) => [contenderId(contender), contender] as const))(
    '%s agrees with the float64 reference and can be timed',
    async (_, contender) => {
      const [agreement] = await run(contender, 'agreement');
      expect(agreement).toMatchObject({ kind: 'agreement', agrees: true });
      const timed = await run(contender, 'loss');
      expect(timed.map(({ kind }) => kind)).toEqual(['loss', 'loss', 'memory']);
      expect(timed.map((entry) => entry.kind === 'loss' && entry.mode)).toEqual(['forward', 'gradient', false]);
    },
  );

  test.each(
    runnable
      .filter(({ algorithm, engine }) => algorithm.startsWith('fused') && engine !== 'webgpu')
      .map((contender) => [contenderId(contender), contender] as const),
  )('%s is exact to 1e-7, on as many threads as it is told, which change nothing', async (_, contender) => {
    // Three slabs of planes, so that threads have something to share.
    const tall = loadPair({ size: [48, 16, 16], seed: 3 });
    const folder = temporaryFolder();
    writeRawPair(folder, tall);
    writeReference(folder, settings.window);
    const reference = readReference(folder);
    const prepare = (threads: number) => contender.prepareLoss({ ...settings, ...tall, threads });
    const losses: number[] = [];
    const gradients: number[][] = [];
    for (const threads of [1, 2]) {
      const prepared = await prepare(threads);
      const { loss, gradient: computed } = await prepared.gradient();
      const gradient = await gradientValues(computed);
      expect(prepared.algorithm).toBe('fused');
      expect(Math.abs(loss - reference.loss)).toBeLessThan(1e-7);
      expect(compareGradients(gradient, reference.gradient).relativeError).toBeLessThan(1e-6);
      gradients.push(Array.from(gradient));
      losses.push(loss, await prepared.forward());
      await prepared.dispose();
    }
    expect(new Set(losses).size).toBe(1);
    expect(gradients[1]).toEqual(gradients[0]);
    await expect(async () => (await prepare(-1)).forward()).rejects.toThrowError(/threads is -1/);
  });

  /** VM-1 is trained by all, the others by the first and the last contender of each engine, TransMorph (750 MB of state) by the last. */
  const trainers = (name: string) =>
    runnable
      .filter(({ prepareTraining }) => prepareTraining !== undefined)
      .filter(
        ({ algorithm }) => name === 'vm1' || (name === 'tm' ? ['auto'] : ['sequential', 'auto']).includes(algorithm),
      );

  test.each(networks.map(({ network }) => [network.name, network] as const))(
    'all training contenders take %s the same path, with its own smoothness weight',
    { timeout: 600_000 },
    async (name, network) => {
      const curves: number[][] = [];
      for (const contender of trainers(name)) {
        const found = await run(contender, 'training', name);
        expect(found.map(({ kind }) => kind)).toEqual(['agreement', 'step', 'step', 'step', 'epoch', 'memory']);
        for (const entry of found) expect(entry).toMatchObject({ network: name });
        const steps = found.filter((entry) => entry.kind === 'step');
        for (const { loss, similarity, smoothness } of steps) {
          expect(Math.abs(similarity + network.smoothnessWeight * smoothness - loss)).toBeLessThan(5e-6);
        }
        curves.push(steps.map(({ loss }) => loss));
      }
      expect(curves.length).toBeGreaterThanOrEqual(2);
      for (const curve of curves) {
        for (const [step, loss] of curve.entries()) expect(Math.abs(loss - curves[0]![step]!)).toBeLessThan(5e-6);
      }
      // The warm-up is undone: the first step begins with the weights it began with, the second with others.
      expect(curves[0]![1]).toBe(curves[0]![0]);
      expect(curves[0]![2]).not.toBe(curves[0]![1]);
    },
  );

  test('the reference file holds loss and gradient of the pair beside it', () => {
    const folder = temporaryFolder();
    const crop = surfaceCrop(pair, [8, 9, 10]);
    writeRawPair(folder, crop);
    writeReference(folder, 3);
    const reference = readReference(folder);
    expect(reference.gradient.length).toBe(720);
    expect(reference.loss).toBeLessThan(0);
    expect(reference.loss).toBeGreaterThan(-1);
  });
});
