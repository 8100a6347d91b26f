import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StorageError } from '@fast-lncc/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fileStore, writeFileAtomically } from '../../src/files/index.ts';
import { createRandom } from '../../src/index.ts';
import { createTraining } from '../../src/training/index.ts';
import { scriptedPair, scriptedTrainer } from '../training/scripted-trainer.ts';
import { bundleScript } from './bundled-script.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fast-lncc-store-'));
  file = path.join(folder, 'run.safetensors');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (...values: number[]) => Uint8Array.from(values);
const content = () => new Uint8Array(readFileSync(file));

describe('a file', () => {
  test('holds what was written last, and nothing is beside it', async () => {
    const store = fileStore(file);
    expect(store.name).toBe(file);
    expect(await store.read()).toBeUndefined();
    for (const written of [bytes(1, 2, 3), bytes(), bytes(9)]) {
      await store.write(written);
      expect(new Uint8Array((await store.read())!)).toEqual(written);
      expect(new Uint8Array((await fileStore(file).read())!)).toEqual(written);
      expect(readdirSync(folder)).toEqual(['run.safetensors']);
    }
  });

  test('holds parts end to end', async () => {
    const store = fileStore(file);
    await store.writeParts?.([bytes(1, 2), bytes(), bytes(3), bytes(0, 4, 5).subarray(1)]);
    expect(content()).toEqual(bytes(1, 2, 3, 4, 5));
    await store.writeParts?.([]);
    expect(content()).toEqual(bytes());
    await store.write(bytes(6));
    expect(readdirSync(folder)).toEqual(['run.safetensors']);
    await fileStore(file).writeParts?.([bytes(7)]);
    await expect(store.writeParts?.([bytes(8)])).rejects.toThrow(`'${file}' is not as this process left it`);
    expect(content()).toEqual(bytes(7));
  });

  test('that was left unfinished does no harm, and goes with the next writing', async () => {
    await writeFileAtomically(file, bytes(1));
    writeFileSync(`${file}.unfinished-1234`, bytes(7, 7));
    writeFileSync(path.join(folder, 'run.safetensors.best'), bytes(8));
    const store = fileStore(file);
    expect(new Uint8Array((await store.read())!)).toEqual(bytes(1));
    await store.write(bytes(2));
    expect(readdirSync(folder).sort()).toEqual(['run.safetensors', 'run.safetensors.best']);
    expect(content()).toEqual(bytes(2));
  });
});

describe('what cannot be written or read is told with the way out, before any step', () => {
  const train = async (target: string) => {
    const trainer = scriptedTrainer();
    const pairs = { count: 2, load: async (index: number) => scriptedPair(index) };
    const running = createTraining({ trainer, pairs, epochs: 1, store: fileStore(target) }).run();
    await expect(running).rejects.toThrow(StorageError);
    const error: StorageError = await running.catch((thrown) => thrown);
    expect(error.message).toContain(`'${target}' could not be`);
    expect(trainer.steps).toEqual([]);
    return error.message;
  };

  test('a folder that is not there', async () => {
    expect(await train(path.join(folder, 'runs', 'a.safetensors'))).toContain('The way out: create its folder.');
    expect(readdirSync(folder)).toEqual([]);
  });
  test('a folder instead of a file', async () => {
    mkdirSync(file);
    expect(await train(file)).toContain('The way out: it is a folder: name a file in it.');
  });
  test('a file instead of a folder', async () => {
    writeFileSync(file, '');
    expect(await train(path.join(file, 'a'))).toContain('The way out: create its folder.');
  });
});

describe('of two processes that use one file', () => {
  test('the one that wrote last goes on, and the other is told', async () => {
    for (const before of [undefined, bytes(1)]) {
      if (before) writeFileSync(file, before);
      else rmSync(file, { force: true });
      const [first, second] = [fileStore(file), fileStore(file)];
      await first.read();
      await second.read();
      await second.write(bytes(2));
      await expect(first.write(bytes(3))).rejects.toThrow(StorageError);
      await expect(first.write(bytes(3))).rejects.toThrow(`'${file}' is not as this process left it`);
      expect(content()).toEqual(bytes(2));
      await second.write(bytes(4));
      await first.read();
      await first.write(bytes(5));
      expect(content()).toEqual(bytes(5));
      expect(readdirSync(folder)).toEqual(['run.safetensors']);
    }
  });

  test('one whose file was removed is told', async () => {
    const store = fileStore(file);
    await store.read();
    await store.write(bytes(1));
    rmSync(file);
    await expect(store.write(bytes(2))).rejects.toThrow('is not as this process left it');
  });

  test('which train, one finishes with its own weights', async () => {
    const pairs = { count: 4, load: async (index: number) => scriptedPair(index) };
    const start = () => {
      const trainer = scriptedTrainer();
      const training = createTraining({ trainer, pairs, epochs: 5, store: fileStore(file), saveEvery: 1 });
      return { trainer, running: training.run() };
    };
    const both = [start(), start()];
    const outcomes = await Promise.allSettled(both.map(({ running }) => running));
    const failed = outcomes.filter(({ status }) => status === 'rejected');
    expect(failed.length).toBe(1);
    expect((failed[0] as PromiseRejectedResult).reason).toBeInstanceOf(StorageError);
    const alone = scriptedTrainer();
    await createTraining({ trainer: alone, pairs, epochs: 5 }).run();
    const resumed = scriptedTrainer();
    const result = await createTraining({ trainer: resumed, pairs, epochs: 5, store: fileStore(file) }).run();
    expect(result).toMatchObject({ finished: true, step: 20 });
    expect(await resumed.state()).toEqual(await alone.state());
  });
});

describe.skipIf(process.platform === 'win32')('a process that writes', () => {
  let script: string;
  let remove: () => void;
  beforeAll(async () => {
    ({ script, remove } = await bundleScript('store-process.ts'));
  });
  afterAll(() => remove());

  interface Told {
    readonly outcome: 'written' | { readonly name: string; readonly message: string; readonly code: string };
    readonly size?: number;
    readonly value?: number;
    readonly files: number;
  }
  const tell = (command: string, args: readonly string[]): Told[] =>
    execFileSync(command, args, { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  test('into a folder that is not writable is told so', () => {
    writeFileSync(file, bytes(5));
    chmodSync(folder, 0o555);
    const [told] = tell(process.execPath, [script, file, 'unprivileged', '10']);
    chmodSync(folder, 0o755);
    expect(told).toMatchObject({ outcome: { name: 'StorageError', code: 'EACCES' }, size: 1, value: 5, files: 1 });
    expect((told!.outcome as { message: string }).message).toContain('The way out: let this user write to its folder');
  });

  test('more than it may leaves the file that was there', () => {
    const limited = 'ulimit -f 400; exec "$0" "$@"';
    const [first, second, third] = tell('bash', [
      '-c',
      limited,
      process.execPath,
      script,
      file,
      '1000',
      '900000',
      '2000',
    ]);
    expect(first).toEqual({ outcome: 'written', size: 1000, value: 1, files: 1 });
    expect(second).toMatchObject({ outcome: { name: 'StorageError', code: 'EFBIG' }, size: 1000, value: 1, files: 1 });
    expect(third).toEqual({ outcome: 'written', size: 2000, value: 3, files: 1 });
  });

  const ownMounts = ['--user', '--map-root-user', '--mount'];
  const canMount = spawnSync('unshare', [...ownMounts, 'mount', '-t', 'tmpfs', 'none', '/tmp']).status === 0;
  if (!canMount) console.warn('The test of a full disk is left out: unshare cannot mount a small one here.');
  test.runIf(canMount)('onto a full disk is told so, and goes on when there is space again', () => {
    const mounted = 'mount -t tmpfs -o size=256k none "$0" && exec "$@"';
    const command = [...ownMounts, 'sh', '-c', mounted, folder, process.execPath, script, file];
    const [first, second, third] = tell('unshare', [...command, '150000', '150000', '50000']);
    expect(first).toEqual({ outcome: 'written', size: 150000, value: 1, files: 1 });
    expect(second).toMatchObject({
      outcome: { name: 'StorageError', code: 'ENOSPC' },
      size: 150000,
      value: 1,
      files: 1,
    });
    expect((second!.outcome as { message: string }).message).toContain('The way out: free space on its disk.');
    expect(third).toEqual({ outcome: 'written', size: 50000, value: 3, files: 1 });
  });

  test('and is killed at any moment leaves a whole file', async () => {
    const random = createRandom(20);
    const unfinished = () => readdirSync(folder).filter((name) => name.includes('.unfinished-')).length;
    let seen = 0;
    for (let round = 0; round < 12; round++) {
      const child: ChildProcess = spawn(process.execPath, [script, file, 'endless'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout!, 'data');
      child.stdout!.resume();
      await wait(1 + 20 * random());
      child.kill('SIGKILL');
      await once(child, 'close');
      seen += unfinished();
      expect(unfinished()).toBeLessThanOrEqual(1);
      const kept = content();
      expect(kept.length).toBe(1 << 20);
      expect(kept.every((value) => value === kept[0])).toBe(true);
    }
    console.info(`12 writers were killed, ${seen} of them with a file unfinished`);
    await fileStore(file).write(bytes(1));
    expect(unfinished()).toBe(0);
  });
});
