import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RunOptions } from '../src/commands/options.ts';
import { idsOf, readSettings } from '../src/commands/options.ts';
import { selectContenders } from '../src/contenders/select.ts';
import { diagnose } from '../src/doctor/diagnose.ts';
import type { Diagnosis } from '../src/doctor/diagnosis.ts';
import type { Timing } from '../src/doctor/job.ts';
import { renderDiagnosis } from '../src/doctor/render.ts';
import { targets } from '../src/doctor/targets.ts';
import { installedVersion } from '../src/results/machine.ts';
import { built, start } from './built-command.ts';
import { fakeProber, roomyMachine } from './doctor-support.ts';

const { signal } = new AbortController();

async function examine({
  options = {},
  prober = fakeProber(),
  machine = roomyMachine,
  calibrates = false,
}: {
  options?: RunOptions;
  prober?: ReturnType<typeof fakeProber>;
  machine?: typeof roomyMachine;
  calibrates?: boolean;
}): Promise<Diagnosis> {
  const named = options.engines?.split(',') ?? [];
  const request = { ...readSettings(options), named, machine, prober, calibrates, onProgress: () => {}, signal };
  return diagnose(request);
}

const roleOf = (diagnosis: Diagnosis, name: string) => diagnosis.engines.find((row) => row.name === name)?.role;

describe('a diagnosis', () => {
  test('everything there', async () => {
    const diagnosis = await examine({});
    expect(diagnosis).toMatchObject({ schema: 1, ready: true, problems: [], warnings: [] });
    expect(diagnosis.engines.map(({ name }) => name)).toEqual([...targets.map(({ name }) => name), 'pytorch']);
    expect(roleOf(diagnosis, 'onnxruntime cpu')).toBe('needed');
    expect(roleOf(diagnosis, 'onnxruntime cuda')).toBe('unused');
    expect(roleOf(diagnosis, 'webgpu')).toBe('unused');
    expect(diagnosis.time).toBeUndefined();
  });

  test('every engine of the contenders is probed', () => {
    const engines = new Set(targets.map(({ engine }) => engine));
    for (const engine of ['webgpu', ...selectContenders({}).map((contender) => contender.engine)]) {
      expect(engines).toContain(engine);
    }
  });

  test('TensorFlow.js for Node that is not set up is left out, unless it is named', async () => {
    const missing = { 'tfjs-node': { failure: 'it is not set up' } };
    const without = await examine({ prober: fakeProber(missing) });
    expect(without.ready).toBe(true);
    expect(without.warnings).toEqual(['tfjs-node is left out of the run: it needs `npm run setup:tfjs`.']);
    expect(without.memory.every(({ engine }) => engine === 'onnxruntime')).toBe(true);
    const named = await examine({ prober: fakeProber(missing), options: { engines: 'wasm,tfjs-node' } });
    expect(named.ready).toBe(false);
    expect(named.problems).toEqual(['tfjs-node is needed and does not work: it needs `npm run setup:tfjs`.']);
  });

  test('an execution provider that does not start', async () => {
    const prober = fakeProber({ 'onnxruntime cuda': { failure: 'crashed (SIGSEGV)' } });
    const diagnosis = await examine({ prober, options: { executionProvider: 'cuda', engines: 'onnxruntime' } });
    expect(diagnosis.problems).toEqual([
      'onnxruntime cuda is needed and does not work: it needs `npm run setup:onnxruntime -- --cuda --with-cuda`, and a driver of NVIDIA, 580 or newer.',
    ]);
    expect(roleOf(diagnosis, 'onnxruntime cpu')).toBe('unused');
  });

  test('too little of everything', async () => {
    const machine = {
      ...roomyMachine,
      node: 'v20.18.0',
      nodeSupported: false,
      load: 1.5,
      availableBytes: 6 * 2 ** 30,
      diskFreeBytes: 2 ** 20,
    };
    const { ready, problems, warnings } = await examine({
      machine,
      options: { networks: 'tm', size: '160x192x224', engines: 'onnxruntime', algorithms: 'auto' },
    });
    expect(ready).toBe(false);
    expect(problems[0]).toBe('Node v20.18.0 is too old: install 20.19 or newer.');
    expect(problems[1]).toMatch(
      /^tm at 160x192x224 on onnxruntime needs \d+ GiB of memory, and 6\.0 GiB are free\. --size \d+x\d+x\d+ fits\.$/,
    );
    expect(problems[2]).toMatch(/^The run writes 1\.8 GiB, and the disk of \/results has 0\.00 GiB free\./);
    expect(problems.length).toBe(3);
    expect(warnings[0]).toMatch(/^Other work is running \(load 1\.5 on 2 cores\)/);
  });

  const common = { contender: 'onnxruntime/auto', size: [64, 64, 64], startMilliseconds: 1500 } as const;
  const timings: readonly Timing[] = [
    { kind: 'loss', contender: 'onnxruntime/auto', voxels: 64 ** 3, forwardMilliseconds: 3, gradientMilliseconds: 6 },
    { kind: 'step', ...common, network: 'lku4', milliseconds: 200 },
    { kind: 'step', ...common, network: 'vm1', milliseconds: 350 },
  ];
  const options = { networks: 'vm1,lku8', engines: 'onnxruntime', algorithms: 'sequential,auto' };

  test('the time, from what could be timed', async () => {
    const prober = fakeProber({}, timings);
    const { time } = await examine({ prober, options, calibrates: true });
    expect(prober.calibrations).toMatchObject([
      {
        contenders: ['onnxruntime/sequential', 'onnxruntime/auto'],
        size: [64, 64, 64],
        training: { contender: 'onnxruntime/auto', networks: ['lku4', 'vm1'] },
      },
    ]);
    expect(time?.unknown).toEqual(['onnxruntime/sequential']);
    expect(time?.networks.map(({ network }) => network)).toEqual(['vm1', 'lku8']);
    // VoxelMorph's work and loss grow with the voxels: 80·96·112 against 64³.
    expect(time?.networks[0]?.trainings[0]?.stepSeconds).toBeCloseTo((0.35 * 80 * 96 * 112) / 64 ** 3, 2);
    expect(time?.calibration).toEqual({ size: [64, 64, 64], networks: ['lku4', 'vm1'] });
  });

  test.each([79, 60, 40])('as text in %i columns, without colors unless they are asked for', async (columns) => {
    const missing = { failure: `its library is missing: ${'/a/very/long/path'.repeat(20)}` };
    const prober = fakeProber({ webgpu: missing, 'tfjs-node': missing }, timings);
    const diagnosis = await examine({ prober, options, calibrates: true });
    const text = renderDiagnosis(diagnosis, { columns, colors: false });
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
    expect(text).not.toContain('\u001b');
    const words = text.replace(/\s+/g, ' ');
    expect(words).toContain('This profile can run here.');
    expect(words).toContain('needs `npm run setup:tfjs`');
    expect(words).toContain('An estimate, as busy as the machine was');
    expect(renderDiagnosis(diagnosis, { columns, colors: true })).toContain('\u001b[32mok\u001b[0m');
  });
});

test('contenders of a run are named by the settings', async () => {
  const { settings, contenders } = readSettings({});
  expect(idsOf(contenders).contenders).toEqual(settings.contenders);
});

const unbuilt = !existsSync(built);
if (unbuilt) console.warn('The built doctor is not tested: apps/benchmark/dist is missing. Run "npm run build".');

describe.skipIf(unbuilt)('the built command', () => {
  test('--json tells what works, and nothing else', async () => {
    const { child, ended } = start(['doctor', '--json', '--no-calibration', '--engines', 'onnxruntime,wasm'], {
      environment: { FAST_LNCC_PEERS_PYTHON: '/nowhere/python' },
    });
    const { code } = await ended;
    const diagnosis = JSON.parse(child.output()) as Diagnosis;
    expect(child.errors()).toBe('');
    expect(code).toBe(diagnosis.ready ? 0 : 1);
    expect(diagnosis.schema).toBe(1);
    const row = (name: string) => diagnosis.engines.find((engine) => engine.name === name);
    const onnxruntime = row('onnxruntime cpu');
    expect(onnxruntime).toMatchObject({ works: true, role: 'needed', version: installedVersion('onnxruntime-node') });
    expect(onnxruntime?.lossError).toBeLessThan(1e-5);
    expect(onnxruntime?.residentBytes).toBeGreaterThan(30e6);
    expect(row('wasm')).toMatchObject({ works: true, role: 'needed', simd: true });
    expect(row('tfjs-cpu')).toMatchObject({
      works: true,
      role: 'unused',
      version: installedVersion('@tensorflow/tfjs-backend-cpu'),
    });
    expect(row('tfjs-wasm')).toMatchObject({ works: true, simd: true });
    expect(row('pytorch')).toMatchObject({ works: false, failure: expect.stringContaining('/nowhere/python') });
    expect(diagnosis.machine.node).toBe(process.version);
    expect(diagnosis.machine.availableBytes).toBeGreaterThan(0);
    expect(diagnosis.memory[0]).toMatchObject({ network: 'vm1', size: [80, 96, 112], chosen: true });
    expect(diagnosis).not.toHaveProperty('time');
  });

  test('Ctrl-C', async () => {
    const { child, ended } = start(['doctor']);
    setTimeout(() => child.process.kill('SIGINT'), 1000);
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(child.output()).toBe('');
  });
});
