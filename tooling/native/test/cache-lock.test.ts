import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { withCacheLock } from '../src/cache/cache-lock.mjs';
import { temporaryFolder } from './support/temporary.ts';

const module = new URL('../src/cache/cache-lock.mjs', import.meta.url).href;
const claims = (root: string) => readdirSync(path.join(root, 'locks'));

/** A process that holds the lock until its standard input closes, or writes a line with times when it holds it. */
function holder(root: string, work: string): ChildProcess {
  const script = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as wait } from 'node:timers/promises';
    import { withCacheLock } from ${JSON.stringify(module)};
    await withCacheLock(${JSON.stringify(root)}, async () => { ${work} });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const untilInputCloses =
  "console.log('held'); await new Promise((resolve) => process.stdin.resume().once('end', resolve));";

describe('one process at a time works in the cache', () => {
  test('the result comes back and no claim stays, whichever way the work ends', async () => {
    const root = temporaryFolder();
    expect(await withCacheLock(root, async () => claims(root).length)).toBe(1);
    await expect(withCacheLock(root, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(claims(root)).toEqual([]);
  });

  test('who comes second is told who holds it, and goes on when that is done', async () => {
    const root = temporaryFolder();
    const child = holder(root, untilInputCloses);
    await once(child.stdout!, 'data');
    let waitedFor = '';
    const second = withCacheLock(root, async () => 'mine', {
      onWait: (who) => {
        waitedFor = who;
        child.stdin!.end();
      },
    });
    expect(await second).toBe('mine');
    expect(waitedFor).toBe(`process ${child.pid}`);
  });

  test('waiting can be given up', async () => {
    const root = temporaryFolder();
    const child = holder(root, untilInputCloses);
    await once(child.stdout!, 'data');
    const controller = new AbortController();
    const waiting = withCacheLock(root, async () => 'mine', {
      signal: controller.signal,
      onWait: () => controller.abort(new Error('given up')),
    });
    await expect(waiting).rejects.toThrow();
    expect(claims(root).length).toBe(1);
  });

  test('five processes at once never overlap', async () => {
    const root = temporaryFolder();
    const log = path.join(root, 'log');
    const note = (word: string) => `appendFileSync(${JSON.stringify(log)}, '${word} ' + process.pid + '\\n');`;
    const children = Array.from({ length: 5 }, () => holder(root, `${note('enter')} await wait(30); ${note('leave')}`));
    for (const child of children) child.stdin!.end();
    await Promise.all(children.map((child) => once(child, 'close')));
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    expect(lines.length).toBe(10);
    for (let line = 0; line < 10; line += 2) {
      const [word, process] = lines[line]!.split(' ');
      expect(word).toBe('enter');
      expect(lines[line + 1]).toBe(`leave ${process}`);
    }
    expect(claims(root)).toEqual([]);
  });
});

describe('claims of dead processes are taken over', () => {
  test('of one that was killed', async () => {
    const root = temporaryFolder();
    const child = holder(root, untilInputCloses);
    await once(child.stdout!, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(claims(root).length).toBe(1);
    expect(await withCacheLock(root, async () => claims(root).length)).toBe(1);
  });

  /** Puts a claim of somebody else's into the cache. */
  function claim(root: string, content: object, ageSeconds = 0): void {
    const file = path.join(root, 'locks', 'claim');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(content));
    const time = Date.now() / 1000 - ageSeconds;
    utimesSync(file, time, time);
  }

  test.runIf(process.platform === 'linux')('of one whose number another process has got', async () => {
    const root = temporaryFolder();
    claim(root, { pid: process.pid, host: hostname(), started: '1' });
    expect(await withCacheLock(root, async () => 'mine')).toBe('mine');
  });

  test('of another machine, when it has not been renewed for a minute, and not before', async () => {
    const root = temporaryFolder();
    claim(root, { pid: 1, host: 'elsewhere', started: '1' }, 5);
    const waits: string[] = [];
    const second = withCacheLock(root, async () => 'mine', { onWait: (who) => waits.push(who) });
    await wait(20);
    expect(waits).toEqual(['process 1 on elsewhere']);
    claim(root, { pid: 1, host: 'elsewhere', started: '1' }, 61);
    expect(await second).toBe('mine');
  });

  test('of a file that is no claim', async () => {
    const root = temporaryFolder();
    const file = path.join(root, 'locks', 'claim');
    mkdirSync(path.dirname(file));
    writeFileSync(file, '{"pid": 1');
    expect(await withCacheLock(root, async () => 'mine')).toBe('mine');
  });
});
