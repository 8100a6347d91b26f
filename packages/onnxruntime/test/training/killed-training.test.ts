import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '@fast-lncc/networks';
import { readSafetensors } from '@fast-lncc/networks/weights';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const steps = 60;

describe('a training that is killed', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'fast-lncc-killed-'));
    await build({
      entryPoints: [path.join(import.meta.dirname, 'train-process.ts')],
      outfile: path.join(folder, 'train.mjs'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      conditions: ['@fast-lncc/source'],
      external: ['onnxruntime-node', 'onnxruntime-common'],
    });
    symlinkSync(path.join(import.meta.dirname, '../../node_modules'), path.join(folder, 'node_modules'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts the training, and kills it so many milliseconds after it has been started or has done its first step. */
  async function train(store: string, kill?: { readonly after: 'start' | 'step'; readonly milliseconds: number }) {
    const child = spawn(process.execPath, [path.join(folder, 'train.mjs'), store], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    const lines: string[] = [];
    const reader = createInterface({ input: child.stdout });
    const began = once(reader, 'line');
    reader.on('line', (line) => lines.push(line));
    if (kill) {
      if (kill.after === 'step') await Promise.race([began, closed]);
      await wait(kill.milliseconds);
      child.kill('SIGKILL');
    }
    const [code] = await closed;
    return { code, lines };
  }

  const readState = (store: string) => {
    const bytes = readFileSync(store);
    return { bytes, training: JSON.parse(readSafetensors(bytes).metadata.training!) };
  };

  test('at any moment, again and again, ends with the very file of one that was not', {
    timeout: 120_000,
  }, async () => {
    const whole = path.join(folder, 'whole.safetensors');
    const killed = path.join(folder, 'killed.safetensors');
    const { lines } = await train(whole);
    expect(lines).toEqual([...Array.from({ length: steps }, (_, index) => String(index + 1)), `finished ${steps}`]);

    const random = createRandom(2);
    let [done, kills, last] = [0, 0, ''];
    for (; last === ''; kills++) {
      expect(kills, 'the training does not get on').toBeLessThan(60);
      const kill = { after: kills % 3 === 2 ? 'start' : 'step', milliseconds: 0 } as const;
      const milliseconds = random() * (kill.after === 'start' ? 400 : 40);
      const { code, lines: told } = await train(killed, { ...kill, milliseconds });
      if (code === 0) last = told.at(-1)!;
      // Before the first saving there is none; afterwards there is always a whole one.
      if (!existsSync(killed)) continue;
      const { training } = readState(killed);
      expect(training.step).toBe(5 * training.epoch + training.position);
      expect(training.step).toBeGreaterThanOrEqual(done);
      // It went on where the file was, and what was told and not saved will be told again.
      const numbers = told.filter((line) => !line.startsWith('finished')).map(Number);
      expect(numbers).toEqual(numbers.map((_, index) => done + index + 1));
      expect(training.step).toBeGreaterThanOrEqual(done + numbers.length - 2);
      done = training.step;
    }
    console.info(`a training of ${steps} steps was killed ${kills - 1} times`);
    expect(kills).toBeGreaterThan(6);
    expect(last).toBe(`finished ${steps}`);
    const [expected, actual] = [readState(whole), readState(killed)];
    expect(actual.training).toEqual(expected.training);
    expect(Buffer.compare(actual.bytes, expected.bytes)).toBe(0);
    expect((await train(killed)).lines).toEqual([`finished ${steps}`]);
  });
});
