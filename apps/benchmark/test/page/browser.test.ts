import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { evaluateReference, presets } from '@fast-lncc/core';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { findChromium, softwareRendering } from '../../../../tooling/vitest/software-gpu.ts';
import { createImages } from '../../page/measuring/images.ts';
import type { Shape } from '../../src/data/volume.ts';
import { readPageResults } from '../../src/page/page-results.ts';
import type { AgreementResult, PageResult } from '../../src/page/result.ts';
import { built, start, until } from '../built-command.ts';
import { started } from './results.ts';

const unbuilt = !existsSync(join(dirname(built), 'page', 'page.js'));
if (unbuilt) console.warn('The built page is not tested: apps/benchmark/dist/page is missing. Run "npm run build".');

/** The built command, with its address and the files it makes. */
async function serve(...args: readonly string[]) {
  const { child, ended } = start(['page', '--port', '0', ...args]);
  await until(() => child.output().includes('Ctrl-C'));
  const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(child.output())![0];
  const results = join(child.folder, 'results');
  const folder = join(results, readdirSync(results)[0]!);
  return { child, ended, address, results, folder, lines: join(folder, 'results.jsonl') };
}

const send = (address: string, result: PageResult) =>
  fetch(`${address}results`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(result),
  });

describe.skipIf(unbuilt)('the built command', () => {
  test('Ctrl-C without results: code 130, and nothing is left', async () => {
    const { child, ended, address, results } = await serve();
    expect((await fetch(`${address}page.js`)).headers.get('content-type')).toContain('javascript');
    child.process.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(child.output()).toContain('Nothing was measured');
    expect(child.errors()).toBe('');
    expect(readdirSync(results)).toEqual([]);
  });

  test('kill -9 loses no result that was taken', async () => {
    const { child, ended, address, lines } = await serve();
    expect((await send(address, started())).status).toBe(204);
    child.process.kill('SIGKILL');
    await ended;
    expect(readPageResults(lines)).toMatchObject({ results: [started()], ignoredLines: 0 });
  });

  test('a full disk ends it with code 3, and the page is told', async () => {
    const { child, ended } = start(['page', '--port', '0'], { fileKibibytes: 4 });
    await until(() => child.output().includes('Ctrl-C'));
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(child.output())![0];
    const statuses: number[] = [];
    while (statuses.at(-1) !== 507) statuses.push((await send(address, started())).status);
    expect(await ended).toEqual({ code: 3, signal: null });
    expect(child.errors()).toMatch(/^StorageError: .* cannot be written .*then start the command again\.\n$/);
  });

  test('a reader of its output that goes away ends it', async () => {
    const { child, ended, address } = await serve();
    child.process.stdout!.destroy();
    await send(address, started()).catch(() => undefined);
    expect(await ended).toEqual({ code: 0, signal: null });
  });
});

const executable = findChromium();
const missing = executable ? undefined : 'no Chromium was found; install it, or name one with FAST_LNCC_CHROMIUM.';

describe.runIf(hasRuntime('chromium', missing) && !unbuilt)('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executable as string, args: [...softwareRendering] });
  });
  afterAll(() => browser?.close());

  /** The page, what it complained about, and the addresses that it asked for something. */
  async function open(address: string, script?: () => void) {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url())) hosts.add(new URL(request.url()).host);
    });
    if (script !== undefined) await page.addInitScript(script);
    await page.goto(address);
    return { page, complaints, hosts };
  }

  const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  test('two sizes are measured, of which the second loses its device', { timeout: 120_000 }, async () => {
    const sizes: Shape[] = [
      [8, 9, 10],
      [12, 12, 12],
    ];
    const names = sizes.map((size) => size.join('x'));
    const { child, ended, address, folder, lines } = await serve('--sizes', names.join(), '--rounds', '2');
    const { page, complaints, hosts } = await open(address, loseThirdDevice);
    await page.locator('#start:enabled').click();
    await page.waitForFunction(() => document.getElementById('status')?.textContent === 'Finished.', null, {
      timeout: 110_000,
    });

    const { results, ignoredLines } = readPageResults(lines);
    expect(ignoredLines).toBe(0);
    expect(results[0]).toMatchObject({ kind: 'session', software: true });
    expect(results.at(-1)).toMatchObject({ kind: 'end', complete: true });
    const contenders = ['fused-loss', 'fused', 'naive', 'tfjs-fused', 'tfjs-separable'];
    for (const size of [[16, 20, 24] as const, ...sizes]) {
      const agreements = results.filter(
        (result): result is AgreementResult => result.kind === 'agreement' && result.size.join() === size.join(),
      );
      expect(agreements.map(({ contender }) => contender)).toEqual(contenders);
      const loss = referenceLoss(size);
      for (const agreement of agreements) {
        expect(Math.abs(agreement.loss! - loss), agreement.contender).toBeLessThan(2e-6);
        expect(agreement.agrees).toBe(true);
        if (agreement.contender !== 'fused-loss') expect(agreement.gradientError).toBeLessThan(2e-5);
      }
    }
    const timed = results.filter((result) => result.kind === 'time');
    expect(timed.map(({ contender, size }) => [contender, size])).toEqual(contenders.map((id) => [id, sizes[0]]));
    for (const { milliseconds } of timed) {
      expect(milliseconds.length).toBe(2);
      expect(milliseconds.every((value) => value > 0)).toBe(true);
    }
    const failures = results.filter((result) => result.kind === 'failure');
    expect(failures).toMatchObject([{ size: sizes[1], error: 'DeviceLostError' }]);

    expect(await page.locator('caption').allTextContents()).toEqual([
      'Against the float64 reference, 16x20x24',
      ...names.map((name) => `${name}, window 9`),
    ]);
    expect(await page.locator('#results .warning').textContent()).toContain('12x12x12: DeviceLostError: ');
    expect(await page.locator('#adapter').textContent()).toContain('software adapter');
    const table = readFileSync(join(folder, 'table.md'), 'utf8');
    await page.locator('#markdown').click();
    await page.waitForFunction(() => document.getElementById('status')?.textContent === 'Copied.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(table);
    const downloading = page.waitForEvent('download');
    await page.locator('#json').click();
    const download = await (await downloading).path();
    expect(JSON.parse(readFileSync(download, 'utf8')).results).toEqual(results);

    for (const width of [390, 1200]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(address).host]);

    child.process.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(child.output()).toContain(`Table: ${join(folder, 'table.md')}\n`);
    expect(child.output()).toContain('8x9x10 fused, loss + gradient: ');
    expect(child.errors()).toBe('');
    for (const line of child.output().split('\n')) {
      if (!line.includes('/tmp')) expect(line.length, line).toBeLessThanOrEqual(79);
    }
  });

  test.each([
    ['has no WebGPU', () => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined })],
    [
      'gives no GPU adapter',
      () => Object.defineProperty(GPU.prototype, 'requestAdapter', { value: () => Promise.resolve(null) }),
    ],
  ])('a browser that %s is told what to do', async (text, script) => {
    const { address } = await serve();
    const { page, complaints } = await open(address, script);
    const problem = page.locator('#problem');
    await problem.waitFor({ state: 'visible' });
    expect(await problem.textContent()).toContain(text);
    expect(await problem.textContent()).toContain('--enable-features=Vulkan');
    expect(await page.locator('#start').isDisabled()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('stopped, it says so and can start again', { timeout: 60_000 }, async () => {
    const { address, lines } = await serve('--sizes', '8x8x8', '--rounds', '1000');
    const { page } = await open(address);
    await page.locator('#start:enabled').click();
    await page.waitForFunction(() => /round 1 of/.test(document.getElementById('status')?.textContent ?? ''));
    await page.locator('#stop').click();
    await page.locator('#start:enabled').waitFor();
    expect(await page.locator('#status').textContent()).toBe('Stopped.');
    const { results } = readPageResults(lines);
    expect(results.at(-1)).toMatchObject({ kind: 'end', complete: false });
    expect(results.some(({ kind }) => kind === 'time')).toBe(false);
  });
});

function referenceLoss(size: Shape): number {
  const { moving, fixed } = createImages(size);
  const images = { moving: Float64Array.from(moving), fixed: Float64Array.from(fixed) };
  return evaluateReference({ ...images, shape: [1, 1, ...size] }, presets.fastlncc).loss;
}

/** In the page: the device of the second size, after that of the reference and the first, goes where a round is waited for. */
function loseThirdDevice(): void {
  const request = GPUAdapter.prototype.requestDevice;
  let count = 0;
  GPUAdapter.prototype.requestDevice = async function requestDevice(...options) {
    const device = await request.apply(this, options);
    if (++count === 3) {
      const done = device.queue.onSubmittedWorkDone.bind(device.queue);
      device.queue.onSubmittedWorkDone = () => {
        device.destroy();
        return done();
      };
    }
    return device;
  };
}
