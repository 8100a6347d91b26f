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
const mostKills = 25;

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

  /** Starts the training, and kills it so many milliseconds after it has told so many steps. */
  async function train(store: string, kill?: { readonly steps: number; readonly milliseconds: number }) {
    const child = spawn(process.execPath, [path.join(folder, 'train.mjs'), store], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    const lines: string[] = [];
    const reader = createInterface({ input: child.stdout });
    const told = new Promise<void>((resolve) => {
      if (kill?.steps === 0) resolve();
      reader.on('line', (line) => {
        if (lines.push(line) === kill?.steps) resolve();
      });
    });
    if (kill) {
      await Promise.race([told, closed]);
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
    let done = 0;
    let kills = 0;
    for (let code = null; code !== 0; ) {
      // Every third is killed while it starts, the others among steps and savings; the last is left alone.
      const early = kills % 3 === 2;
      const moment = { steps: early ? 0 : 1 + Math.floor(5 * random()), milliseconds: random() * (early ? 400 : 10) };
      const ended = await train(killed, kills < mostKills ? moment : undefined);
      code = ended.code;
      if (code !== 0) kills++;
      // Before the first saving there is none; afterwards there is always a whole one.
      if (!existsSync(killed)) continue;
      const { training } = readState(killed);
      expect(training.step).toBe(5 * training.epoch + training.position);
      expect(training.step).toBeGreaterThanOrEqual(done);
      // It went on where the file was, and what was told and not saved will be told again.
      const numbers = ended.lines.filter((line) => !line.startsWith('finished')).map(Number);
      expect(numbers).toEqual(numbers.map((_, index) => done + index + 1));
      expect(training.step).toBeGreaterThanOrEqual(done + numbers.length - 2);
      done = training.step;
    }
    console.info(`a training of ${steps} steps was killed ${kills} times`);
    expect(kills).toBeGreaterThan(5);
    expect(done).toBe(steps);
    const [expected, actual] = [readState(whole), readState(killed)];
    expect(actual.training).toEqual(expected.training);
    expect(Buffer.compare(actual.bytes, expected.bytes)).toBe(0);
    expect((await train(killed)).lines).toEqual([`finished ${steps}`]);
  });
});
