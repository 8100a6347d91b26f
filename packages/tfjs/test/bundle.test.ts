import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build as bundle } from 'esbuild';
import { build } from 'tsdown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import configuration from '../tsdown.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A page that uses the built package; it prints what its last expression gives. */
const program = (imports: string, rest: string) => `
  import { lncc, chooseAlgorithm } from '@fast-lncc/tfjs';
  ${imports}
  import '@tensorflow/tfjs-backend-cpu';
  import * as tf from '@tensorflow/tfjs-core';
  await tf.setBackend('cpu');
  const image = tf.reshape(tf.sin(tf.range(0, 125)), [1, 5, 5, 5, 1]);
  const loss = (algorithm) => lncc(image, tf.square(image), { window: 3, algorithm }).dataSync()[0];
  const attempt = () => { try { return Math.abs(loss('fused') - loss('separable')) < 1e-6; } catch (error) { return error.name; } };
  console.log(JSON.stringify(attempt()));
  ${rest}
`;

describe('the built package', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'fast-lncc-tfjs-'));
    await build({
      ...configuration,
      config: false,
      cwd: root,
      outDir: path.join(folder, 'dist'),
      dts: false,
      logLevel: 'error',
    });
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    // Its sideEffects decide what a bundler drops.
    await copyFile(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = async (name: string, imports: string, rest = '') => {
    const outfile = path.join(folder, `${name}.mjs`);
    await bundle({
      stdin: { contents: program(imports, rest), resolveDir: folder },
      outfile,
      alias: {
        '@fast-lncc/tfjs/fused': path.join(folder, 'dist/fused/index.js'),
        '@fast-lncc/tfjs/training': path.join(folder, 'dist/training/index.js'),
        '@fast-lncc/tfjs': path.join(folder, 'dist/index.js'),
      },
      conditions: ['@fast-lncc/source'],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      external: ['@tensorflow/*'],
      logLevel: 'error',
    });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
    return { printed: JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), code: await readFile(outfile, 'utf8') };
  };

  test('has one registry, which all entries import', async () => {
    const files = (await readdir(path.join(folder, 'dist'), { recursive: true })).filter((file) =>
      file.endsWith('.js'),
    );
    const texts = await Promise.all(files.map((file) => readFile(path.join(folder, 'dist', file), 'utf8')));
    expect(texts.filter((text) => /\bregistered = (\/\* @__PURE__ \*\/ )?new Map\b/.test(text)).length).toBe(1);
    expect(files.sort().map((file) => file.replace(/-[\w-]{8}\.js$/, '-*.js'))).toEqual([
      'fused-registry-*.js',
      path.join('fused-webgpu', 'index.js'),
      path.join('fused', 'index.js'),
      'index.js',
      'lncc-*.js',
      path.join('training', 'index.js'),
    ]);
  });

  test('keeps the registration in a bundle that imports the entry for its effect', async () => {
    const { printed, code } = await run('registered', "import '@fast-lncc/tfjs/fused';");
    expect(printed).toBe(true);
    expect(code).toContain('AGFzbQ');
  });

  test('leaves the kernel, the networks and the training out of a bundle that does not', async () => {
    const { printed, code } = await run('plain', '');
    expect(printed).toBe('MissingRuntimeError');
    for (const part of ['AGFzbQ', 'unet_model', 'Conv3DBackprop']) expect(code).not.toContain(part);
  });

  test('trains in a bundle, with tfjs-core and a backend alone', async () => {
    const { printed, code } = await run(
      'training',
      `import { createTrainer } from '@fast-lncc/tfjs/training';
       import { voxelmorphNetwork } from '@fast-lncc/networks';`,
      `const network = voxelmorphNetwork('tiny', { encoder: [2], decoder: [2], extra: [] });
       const optimizer = { learningRate: 0.02 };
       const trainer = await createTrainer({ network, shape: [4, 4, 8], definition: { window: 3 }, optimizer });
       const blob = (center) => Float32Array.from({ length: 128 }, (_, index) => Math.exp(-(((index % 8) - center) ** 2) / 4));
       const losses = [];
       for (let step = 0; step < 12; step++) losses.push((await trainer.step({ moving: blob(3), fixed: blob(4) })).loss);
       console.log(JSON.stringify(losses.at(-1) < losses[0] - 0.02));`,
    );
    expect(printed).toBe(true);
    expect(code).toContain('Conv3DBackprop');
    expect(code).not.toContain('AGFzbQ');
  });
});
