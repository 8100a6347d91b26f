import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingFromPython, runPython } from '../../../../tooling/vitest/python.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { lossCases, type ModelCase, trainingCases } from './model-cases.ts';

/** Largest difference from the runtime in Node, of the largest value of an output. */
const tolerance = 1e-6;

/** What `check_models.py` tells of one case. */
interface Checked {
  readonly withoutShape: number;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
}

describe.skipIf(!hasRuntime('python', missingFromPython('numpy', 'onnx', 'onnxruntime')))('models in Python', () => {
  const cases = [...lossCases(), ...trainingCases()];
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
