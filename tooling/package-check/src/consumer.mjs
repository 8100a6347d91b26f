import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { run } from './command.mjs';
import { installedVersion } from './workspace.mjs';

// What a user brings along, at the versions tested here.
const runtimes = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-core',
  '@types/node',
  '@webgpu/types',
  'onnxruntime-common',
  'onnxruntime-node',
  'typescript',
  'webgpu',
];

/**
 * Makes a project as a stranger would: the packed packages and the runtimes, installed by npm.
 *
 * @param {string} folder empty
 * @param {string[]} tarballs
 */
export function createConsumer(folder, tarballs) {
  const dependencies = Object.fromEntries(runtimes.map((name) => [name, installedVersion('apps/benchmark', name)]));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  // The scripts only fetch what is not used here (CUDA libraries, a banner).
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], {
    cwd: folder,
  });
}

/**
 * Type-checks all examples at once, strictly. Libraries are not checked themselves: the declarations of TensorFlow.js do not pass.
 *
 * @param {string} folder of the consumer
 * @param {import('./readme-examples.mjs').Example[]} examples
 */
export function typecheckExamples(folder, examples) {
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
    module: 'NodeNext',
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node', '@webgpu/types'],
  };
  for (const { name, code } of examples) writeFileSync(path.join(folder, name), code);
  const files = examples.map(({ name }) => name).filter((name) => name.endsWith('.mts'));
  // The compiler refuses an empty list.
  if (files.length === 0) return;
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  run(path.join(folder, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: folder });
}

/**
 * Runs one example under plain Node.
 *
 * @param {string} folder of the consumer
 * @param {import('./readme-examples.mjs').Example} example
 */
export function runExample(folder, { name, code }) {
  const script = name.replace(/\.mts$/, '.mjs');
  if (script !== name) {
    const { code: javaScript } = transformSync(code, { loader: 'ts', format: 'esm', target: 'node20' });
    writeFileSync(path.join(folder, script), javaScript);
  }
  run(process.execPath, [script], { cwd: folder });
}
