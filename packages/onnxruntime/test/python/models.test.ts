import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingFromPython, runPython } from '../../../../tooling/vitest/python.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { createTrainer } from '../../src/training/index.ts';
import { everyNetwork, movingWeights } from '../exported-networks.ts';
import { exportCases, lossCases, type ModelCase, trainingCases } from './model-cases.ts';

/** Largest difference from the runtime in Node, of the largest value of an output. */
const tolerance = 1e-6;

/** What `check_models.py` tells of one case. */
interface Checked {
  readonly withoutShape: number;
  /** Domains of the operators; the empty text is the default one. */
  readonly domains: readonly string[];
  /** Shapes of the constants, by name. */
  readonly initializers: Readonly<Record<string, readonly number[]>>;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
}

describe.skipIf(!hasRuntime('python', missingFromPython('numpy', 'onnx', 'onnxruntime')))('models in Python', () => {
  const cases = [...lossCases(), ...trainingCases(), ...exportCases()];
  let folder: string;
  let report: Readonly<Record<string, Checked>>;
  let [outputs, sameBits] = [0, 0];
  let largest = 0;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'fast-lncc-python-'));
    writeCases(folder, cases);
    const printed = await runPython([path.join(import.meta.dirname, 'check_models.py'), folder], folder);
    console.info(printed.trim());
    report = JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8'));
  }, 300_000);

  afterAll(() => {
    console.info(
      `${sameBits} of ${outputs} outputs have the same bits; largest difference ${largest.toExponential(1)}`,
    );
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(cases.map((each) => [each.name, each] as const))(
    '%s is valid, has static shapes and gives the numbers of Node',
    async (name, { model, inputs }) => {
      const checked = report[name]!;
      expect(checked.withoutShape).toBe(0);
      const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: 3 });
      const feeds = Object.entries(inputs).map(([input, { shape, data }]) => [
        input,
        new ort.Tensor('float32', data, [...shape]),
      ]);
      const expected = await session.run(Object.fromEntries(feeds));
      await session.release();
      expect(Object.keys(checked.outputs).sort()).toEqual(Object.keys(expected).sort());
      for (const [output, tensor] of Object.entries(expected)) {
        expect(checked.outputs[output], output).toEqual([...tensor.dims]);
        const difference = distance(
          readFloats(path.join(folder, `${name}.${output}.bin`)),
          tensor.data as Float32Array,
        );
        expect(difference, output).toBeLessThanOrEqual(tolerance);
        outputs++;
        if (difference === 0) sameBits++;
        largest = Math.max(largest, difference);
      }
    },
  );

  test.each(everyNetwork)(
    '$name is exported with its weights by name, in operators of the default domain',
    (network) => {
      const { domains, initializers, outputs } = report[`export-${network.name}`]!;
      expect(domains).toEqual(['']);
      for (const { name, shape, isUnused } of network.parameters([32, 32, 32])) {
        expect(initializers[name], name).toEqual(isUnused ? undefined : shape);
      }
      expect(outputs).toEqual({ displacement: [1, 3, 32, 32, 32], warped: [1, 1, 32, 32, 32] });
    },
  );

  test.each(everyNetwork)('$name does in Python what it does in training', async (network) => {
    const shape = [32, 32, 32];
    const { inputs } = cases.find(({ name }) => name === `export-${network.name}`)!;
    const [moving, fixed] = [inputs.moving!.data, inputs.fixed!.data];
    await using trainer = await createTrainer({ ort, network, shape, weights: movingWeights(network, shape) });
    const { displacement, warped } = await trainer.evaluate({ moving, fixed });
    for (const [output, expected] of Object.entries({ displacement, warped })) {
      const actual = readFloats(path.join(folder, `export-${network.name}.${output}.bin`));
      const difference = distance(actual, expected);
      console.info(`${network.name}, ${output} in Python against training: ${difference.toExponential(1)}`);
      expect(difference).toBeLessThanOrEqual(5e-6);
    }
    expect(displacement.some((value) => Math.abs(value) > 0.1)).toBe(true);
  });
});

function writeCases(folder: string, cases: readonly ModelCase[]): void {
  const listed = cases.map(({ name, model, inputs }) => {
    writeFileSync(path.join(folder, `${name}.onnx`), model);
    const files = Object.entries(inputs).map(([input, { shape, data }]) => {
      const file = `${name}.${input}.input`;
      writeFileSync(path.join(folder, file), data);
      return [input, { file, shape }];
    });
    return { name, model: `${name}.onnx`, inputs: Object.fromEntries(files) };
  });
  writeFileSync(path.join(folder, 'cases.json'), JSON.stringify(listed));
}

/** The float32 values of a file. */
const readFloats = (file: string): Float32Array => new Float32Array(Uint8Array.from(readFileSync(file)).buffer);

/** `max|a − b| / max|b|`; NaN stays NaN. */
function distance(actual: Float32Array, expected: Float32Array): number {
  expect(actual.length).toBe(expected.length);
  let [difference, scale] = [0, 0];
  expected.forEach((value, index) => {
    difference = Math.max(difference, Math.abs(actual[index]! - value));
    scale = Math.max(scale, Math.abs(value));
  });
  return difference === 0 ? 0 : difference / scale;
}
