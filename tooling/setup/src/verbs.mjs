/**
 * @typedef {{ run: 'pnpm' | 'node' | 'bin'; label: string; command: string[] }} Step `bin` names a package, its program, and arguments
 * @typedef {{ build: boolean; steps: (args: string[]) => Step[] }} Verb
 */

const benchmark = 'apps/benchmark/dist/cli.js';

const nativeSetup = 'tooling/native/src/main.mjs';

/** @param {string} task @param {string[]} args @returns {Step} */
const turbo = (task, args) => ({
  run: 'pnpm',
  label: `${task} of every package`,
  command: ['exec', 'turbo', 'run', task, ...args],
});

/**
 * What each npm script does once the dependencies are installed. Arguments typed after `--` end up in the last step.
 *
 * @type {Readonly<Record<string, Verb>>}
 */
export const verbs = {
  start: {
    build: true,
    steps: (args) => [{ run: 'node', label: 'demonstration', command: [benchmark, 'demo', ...args] }],
  },
  benchmark: {
    build: true,
    steps: (args) => [{ run: 'node', label: 'benchmark', command: [benchmark, ...args] }],
  },
  test: {
    build: true,
    steps: (args) => [{ run: 'bin', label: 'tests', command: ['vitest', 'vitest', 'run', ...args] }],
  },
  conformance: {
    build: true,
    steps: (args) => [
      // The check is of what has been found: `.ci/run` asks for it after all tests.
      ...(args.includes('--check')
        ? []
        : [
            /** @type {Step} */ ({
              run: 'bin',
              label: 'conformance suites',
              command: ['vitest', 'vitest', 'run', '/conformance'],
            }),
          ]),
      { run: 'node', label: 'table of README.md', command: ['tooling/conformance-table/src/main.mjs', ...args] },
    ],
  },
  build: { build: false, steps: (args) => [turbo('build', args)] },
  typecheck: { build: false, steps: (args) => [turbo('typecheck', args)] },
  lint: {
    build: false,
    steps: (args) => [{ run: 'bin', label: 'lint', command: ['@biomejs/biome', 'biome', 'check', ...args] }],
  },
  format: {
    build: false,
    steps: (args) => [
      { run: 'bin', label: 'format', command: ['@biomejs/biome', 'biome', 'check', '--write', ...args] },
    ],
  },
  'test:package': {
    build: true,
    steps: (args) => [
      turbo('test:package', []),
      {
        run: 'pnpm',
        label: 'packed packages together',
        command: ['exec', 'node', 'tooling/package-check/src/main.mjs', ...args],
      },
    ],
  },
  // One after the other: two benchmarks at once time each other.
  bench: { build: true, steps: (args) => [turbo('bench', ['--concurrency=1', ...args])] },
  fuzz: {
    build: true,
    steps: (args) => [{ run: 'node', label: 'fuzzing', command: ['apps/benchmark/dist/fuzz.js', ...args] }],
  },
  'test:slurm': {
    build: true,
    steps: (args) => [
      { run: 'node', label: 'job array on Slurm', command: ['tooling/slurm-test/src/main.mjs', ...args] },
    ],
  },
  'setup:onnxruntime': {
    build: false,
    steps: (args) => [{ run: 'node', label: 'onnxruntime-node', command: [nativeSetup, 'onnxruntime', ...args] }],
  },
  'setup:tfjs': {
    build: false,
    steps: (args) => [{ run: 'node', label: 'TensorFlow.js for Node', command: [nativeSetup, 'tfjs', ...args] }],
  },
  generate: {
    build: false,
    steps: (args) => [
      { run: 'pnpm', label: 'generate', command: ['exec', 'node', 'tooling/generate/src/main.mjs', ...args] },
    ],
  },
  changeset: {
    build: false,
    steps: (args) => [{ run: 'bin', label: 'changeset', command: ['@changesets/cli', 'changeset', ...args] }],
  },
};
