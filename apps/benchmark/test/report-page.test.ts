import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hasRuntime } from '../../../tooling/vitest/require-runtime.ts';
import { findChromium } from '../../../tooling/vitest/software-gpu.ts';
import { buildReport } from '../src/report/build-report.ts';
import { compareReports } from '../src/report/compare/compare-reports.ts';
import { renderComparisonHtml } from '../src/report/compare/render-comparison.ts';
import { escapeHtml, html } from '../src/report/html/html.ts';
import { renderHtml } from '../src/report/html/render-html.ts';
import { sectionsOf } from '../src/report/tables.ts';
import type { Measurement } from '../src/results/measurement.ts';
import { syntheticRun } from './synthetic-run.ts';

const { description, measurements } = syntheticRun();
const report = buildReport(description, measurements);
const attack = '"><script>alert(1)</script><img src=x onerror=alert(2)>';

/** A run in which every text that comes from outside is hostile. */
function hostileReport() {
  const { description: about, measurements: own } = syntheticRun({ networks: ['vm1'], epochs: 2 });
  const renamed = own.map((entry) =>
    entry.contender === 'onnxruntime/auto' ? { ...entry, contender: `onnxruntime/${attack}` } : entry,
  ) as Measurement[];
  const named = renamed.map((entry) =>
    'network' in entry && entry.network !== undefined ? { ...entry, network: attack } : entry,
  ) as Measurement[];
  const failure = { kind: 'failure', contender: 'wasm/fused', task: 'loss', round: 1, message: attack } as const;
  const machine = {
    ...about.machine,
    processor: attack,
    system: attack,
    commit: attack,
    packages: { [attack]: attack },
  };
  const dataset = { name: attack, pairs: 1, digest: attack, folder: `/data/${attack}` };
  return buildReport({ ...about, machine, dataset, data: attack, plan: attack }, [...named, failure]);
}

describe('markup', () => {
  test('escapes what is put in, but not markup', () => {
    const list = ['<b>', '&'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul title="${'"\'<'}">${list}</ul>${undefined}${1}`.markup).toBe(
      '<ul title="&quot;&#39;&lt;"><li>&lt;b&gt;</li><li>&amp;</li></ul>1',
    );
  });

  test('holds no hostile text of a run, in tables, lists and drawings', async () => {
    const page = await renderHtml(hostileReport());
    expect(page).not.toMatch(/<script|<img/i);
    expect(page).toContain(escapeHtml(attack));
    expect(page).toContain(escapeHtml(`/data/${attack}`));
    const hostile = { name: attack, report: hostileReport() };
    expect(renderComparisonHtml(compareReports(hostile, hostile))).not.toMatch(/<script|<img/i);
  });

  test('asks for nothing from elsewhere', async () => {
    const page = await renderHtml(report);
    expect(page.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/https?:|\bsrc=|@import|url\(/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  });
});

const executable = findChromium();
const missing = executable ? undefined : 'no Chromium was found; install it, or name one with FAST_LNCC_CHROMIUM.';

describe.runIf(hasRuntime('chromium', missing))('in Chromium, without a network', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executable as string, args: ['--no-sandbox'] });
    folder = mkdtempSync(join(tmpdir(), 'lncc-report-'));
    writeFileSync(join(folder, 'report.html'), await renderHtml(report));
    writeFileSync(join(folder, 'hostile.html'), await renderHtml(hostileReport()));
  });
  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** The page, what it complained about, and every request that was not for the file itself. */
  async function open(width: number, colorScheme: 'light' | 'dark', file = 'report.html') {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, offline: true });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('request', (request) => requests.push(request.url()));
    const address = pathToFileURL(join(folder, file)).href;
    await page.goto(address);
    return { page, complaints, requests: requests.filter((url) => url !== address && !url.startsWith('data:')) };
  }

  const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  test.each([
    [390, 'light'],
    [390, 'dark'],
    [1400, 'light'],
    [1400, 'dark'],
  ] as const)('%i pixels, %s: no complaint, no request, nothing wider than the page', async (width, scheme) => {
    const { page, complaints, requests } = await open(width, scheme);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await page.locator('header').textContent()).toBe(report.headline);
  });

  test('shows every table with its figures, captions and headers', async () => {
    const { page } = await open(1400, 'light');
    const shown = await page.locator('table').evaluateAll((tables) =>
      tables.map((table) => ({
        caption: table.querySelector('caption')?.textContent,
        heads: Array.from(table.querySelectorAll('thead th')).every((cell) => cell.getAttribute('scope') === 'col'),
        cells: Array.from(table.querySelectorAll('tbody tr'), (row) =>
          Array.from(row.children, (cell) => cell.textContent),
        ),
      })),
    );
    const tables = sectionsOf(report).flatMap(({ tables: own }) => own);
    expect(shown.map(({ caption }) => caption)).toEqual(tables.map(({ title }) => title));
    expect(shown.every(({ heads }) => heads)).toBe(true);
    for (const [index, { rows, drawnColumn }] of tables.entries()) {
      expect(shown[index]!.cells).toEqual(rows.map((row) => row.filter((_, column) => column !== drawnColumn)));
    }
  });

  test('every drawing says what it shows, and its text is inside it', async () => {
    const { page } = await open(1400, 'light');
    const drawings = await page.locator('figure svg').evaluateAll((images) =>
      images.map((image) => {
        const box = image.getBoundingClientRect();
        const beyond = Array.from(image.querySelectorAll('text')).filter((text) => {
          const own = text.getBoundingClientRect();
          return own.width > 0 && (own.left < box.left - 1 || own.right > box.right + 1);
        });
        return { label: image.getAttribute('aria-label'), beyond: beyond.map(({ textContent }) => textContent) };
      }),
    );
    expect(drawings.length).toBe(14);
    for (const { label, beyond } of drawings) {
      expect(label).toMatch(/\w+ by \w+/);
      expect(beyond).toEqual([]);
    }
  });

  test.each(['light', 'dark'] as const)('text and drawings stand out from the background, %s', async (scheme) => {
    const { page } = await open(1400, scheme);
    const colors = await page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d')!;
      const root = getComputedStyle(document.documentElement);
      const names = ['background', 'stripe', 'text', 'quiet', 'link', 'warn', 'warn-background'];
      const series = [1, 2, 3, 4, 5, 6, 7].map((number) => `series-${number}`);
      const luminance = (name: string) => {
        context.fillStyle = root.getPropertyValue(`--${name}`).trim();
        const channels = [1, 3, 5].map(
          (at) => Number.parseInt(context.fillStyle.toString().slice(at, at + 2), 16) / 255,
        );
        const [red, green, blue] = channels.map((value) =>
          value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
        );
        return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
      };
      return Object.fromEntries([...names, ...series].map((name) => [name, luminance(name)]));
    });
    const contrast = (first: string, second: string) => {
      const [dark, light] = [colors[first]!, colors[second]!].toSorted((one, other) => one - other);
      return (light! + 0.05) / (dark! + 0.05);
    };
    for (const text of ['text', 'quiet', 'link']) expect(contrast(text, 'stripe'), text).toBeGreaterThan(4.5);
    expect(contrast('warn', 'warn-background')).toBeGreaterThan(4.5);
    for (const name of Object.keys(colors).filter((key) => key.startsWith('series'))) {
      expect(contrast(name, 'background'), name).toBeGreaterThan(3);
    }
  });

  test('hostile texts run nothing', async () => {
    const { page, complaints, requests } = await open(390, 'light', 'hostile.html');
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    expect(await page.locator('script, img').count()).toBe(0);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });

  test('prints on A4 without cutting a table or a drawing off', async () => {
    const { page } = await open(1400, 'dark');
    await page.emulateMedia({ media: 'print' });
    // A4 less two margins of 14 mm, in CSS pixels.
    await page.setViewportSize({ width: Math.floor(((210 - 28) / 25.4) * 96), height: 1000 });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    const file = join(folder, 'report.pdf');
    await page.pdf({ path: file, preferCSSPageSize: true });
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
