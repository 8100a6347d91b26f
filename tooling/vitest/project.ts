import { defineProject } from 'vitest/config';

const sourceFirst = ['@fast-lncc/source', 'module', 'node', 'development|production'];

/**
 * The test project of one workspace package: every `@fast-lncc/*` import resolves to its TypeScript source, so tests
 * need no build. Native runtimes keep state per process, hence forks instead of threads.
 *
 * @param globalSetup what has to run before the tests.
 */
export function project(name: string, { globalSetup = [] }: { readonly globalSetup?: string[] } = {}) {
  return defineProject({
    resolve: { conditions: sourceFirst },
    ssr: { resolve: { conditions: sourceFirst } },
    test: {
      name,
      include: ['test/**/*.test.{ts,mjs}'],
      globalSetup,
      pool: 'forks',
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  });
}
