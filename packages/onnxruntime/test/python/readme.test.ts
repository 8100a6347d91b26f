import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { missingFromPython, runPython } from '../../../../tooling/vitest/python.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { createLncc, lnccModel } from '../../src/index.ts';

const readme = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8');

/** The first fenced block of a language that holds a text. */
const blockWith = (language: string, text: string): string =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))]
    .map(([, code = '']) => code)
    .find((code) => code.includes(text))!;

test.skipIf(!hasRuntime('python', missingFromPython('numpy', 'onnx', 'onnxruntime')))(
  'the Python of the README runs the file it writes',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fast-lncc-readme-'));
    try {
      const writing = blockWith('ts', "'lncc.onnx'").replaceAll(/^import .*\n/gm, '');
      const write = (file: string, model: Uint8Array) => writeFileSync(path.join(folder, file), model);
      new Function('writeFileSync', 'lnccModel', writing)(write, lnccModel);
      writeFileSync(path.join(folder, 'example.py'), blockWith('python', 'lncc.onnx'));
      const printed = await runPython(['example.py'], folder);

      const shape = [1, 1, 32, 32, 32];
      const moving = Float32Array.from({ length: 32 ** 3 }, (_, index) => Math.sin(index / 7));
      const fixed = Float32Array.from({ length: 32 ** 3 }, (_, index) => Math.sin(index / 7 + 0.5));
      await using lncc = await createLncc({ ort, shape, window: 9 });
      const { loss } = await lncc.evaluate({ moving, fixed });
      expect(Number.parseFloat(printed)).toBeCloseTo(loss, 6);
      expect(printed).toContain('(1, 1, 32, 32, 32)');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
