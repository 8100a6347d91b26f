import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initialWeights, vm1 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { missingFromPython, runPython } from '../../../../tooling/vitest/python.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { createLncc, lnccModel } from '../../src/index.ts';
import { createTrainer, exportModel } from '../../src/training/index.ts';

const readme = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8');

/** The first fenced block of a language that holds a text. */
const blockWith = (language: string, text: string): string =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))]
    .map(([, code = '']) => code)
    .find((code) => code.includes(text))!;

/** Runs the TypeScript that writes a file, then the Python that reads it; what Python printed. */
async function runBoth(file: string, names: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fast-lncc-readme-'));
  try {
    const write = (name: string, model: Uint8Array) => writeFileSync(path.join(folder, name), model);
    const known = { writeFileSync: write, ...names };
    const code = blockWith('ts', `'${file}'`).replaceAll(/^import .*\n/gm, '');
    // The examples' only types.
    const plain = code.replaceAll(/: (number|Float32Array)\b/g, '');
    await new AsyncFunction(...Object.keys(known), plain)(...Object.values(known));
    writeFileSync(path.join(folder, 'example.py'), blockWith('python', `"${file}"`));
    return await runPython(['example.py'], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const AsyncFunction = (async () => {}).constructor as new (
  ...parametersAndCode: string[]
) => (...values: unknown[]) => Promise<void>;

describe.skipIf(!hasRuntime('python', missingFromPython('numpy', 'onnx', 'onnxruntime')))(
  'Python of the README',
  () => {
    test('runs the file of the loss', async () => {
      const printed = await runBoth('lncc.onnx', { lnccModel });
      const shape = [1, 1, 32, 32, 32];
      const moving = Float32Array.from({ length: 32 ** 3 }, (_, index) => Math.sin(index / 7));
      const fixed = Float32Array.from({ length: 32 ** 3 }, (_, index) => Math.sin(index / 7 + 0.5));
      await using lncc = await createLncc({ ort, shape, window: 9 });
      const { loss } = await lncc.evaluate({ moving, fixed });
      expect(Number.parseFloat(printed)).toBeCloseTo(loss, 6);
      expect(printed).toContain('(1, 1, 32, 32, 32)');
    });

    test('runs the file of a network', async () => {
      const printed = await runBoth('registration.onnx', { initialWeights, vm1, exportModel, ort });
      const [shapes, mean] = [printed.slice(0, printed.lastIndexOf(' ')), Number(printed.split(' ').at(-1))];
      expect(shapes).toBe('(1, 3, 32, 32, 32) (1, 1, 32, 32, 32)');
      const shape = [32, 32, 32];
      const image = (shift: number) =>
        Float32Array.from({ length: 32 ** 3 }, (_, index) => Math.sin(index / 40 + shift));
      await using trainer = await createTrainer({ ort, network: vm1, shape, seed: 1 });
      const { warped } = await trainer.evaluate({ moving: image(0), fixed: image(0.5) });
      expect(mean).toBeCloseTo(warped.reduce((sum, value) => sum + value, 0) / warped.length, 6);
    });
  },
);
