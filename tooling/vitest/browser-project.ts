import { playwright } from '@vitest/browser-playwright';
import { defineProject } from 'vitest/config';
import { hasRuntime } from './require-runtime.ts';
import { findChromium, softwareRendering } from './software-gpu.ts';

/** What {@link browserProject} takes. */
export interface BrowserProjectOptions {
  /** Served with the headers that give a page SharedArrayBuffer. Default false. */
  readonly isolated?: boolean;
  /** Default `test/browser/*.browser.ts`. */
  readonly include?: string[];
  /** What has to run before the tests, in Node. */
  readonly globalSetup?: string[];
}

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** A test project that runs in headless Chromium; without Chromium it has no tests, and says so. */
export function browserProject(name: string, options: BrowserProjectOptions = {}) {
  const chromium = findChromium();
  const missing = chromium ? undefined : 'no Chromium was found; install it, or name one with FAST_LNCC_CHROMIUM.';
  const ready = hasRuntime('chromium', missing);
  return defineProject({
    resolve: { conditions: ['@fast-lncc/source', 'module', 'browser', 'development|production'] },
    ...(options.isolated ? { server: { headers: isolation } } : {}),
    test: {
      name,
      include: ready ? (options.include ?? ['test/browser/*.browser.ts']) : [],
      globalSetup: options.globalSetup ?? [],
      testTimeout: 120_000,
      hookTimeout: 120_000,
      ...(ready
        ? {
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({
                launchOptions: {
                  executablePath: chromium as string,
                  args: [...softwareRendering],
                },
              }),
              instances: [{ browser: 'chromium' as const }],
            },
          }
        : {}),
    },
  });
}
