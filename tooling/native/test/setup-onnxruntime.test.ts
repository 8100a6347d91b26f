import { existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { add, createGraph } from '@fast-lncc/onnx';
import { describe, expect, test } from 'vitest';
import { cudaEnvironment, findOnnxruntimeCuda } from '../src/index.mjs';
import { cudaFolders, nativeFiles, onnxruntimeLayout } from '../src/onnxruntime/layout.mjs';
import { doublingModel } from '../src/onnxruntime/smoke-model.mjs';
import { runCommand } from './support/command.ts';
import { pretendUnpacked } from './support/stamp.ts';
import { temporaryFolder } from './support/temporary.ts';

const supported = process.platform === 'linux' && process.arch === 'x64';

test('the model of the smoke test is what the package for graphs writes', () => {
  const graph = createGraph();
  const x = graph.input('x', [3]);
  graph.output(add(graph, x, x), 'y');
  expect(Buffer.from(doublingModel()).equals(Buffer.from(graph.toModel()))).toBe(true);
});

describe('where the runtime for CUDA is', () => {
  test('nowhere: the command that sets it up', () => {
    const environment = { FAST_LNCC_CACHE: '/nowhere/at/all' };
    expect(findOnnxruntimeCuda({ environment }).missing).toMatch(
      /is not set up\. Run `npm run setup:onnxruntime -- --cuda`\./,
    );
    expect(cudaEnvironment(environment)).toBe(environment);
  });

  test('where the variable says, if that is a package', () => {
    const folder = temporaryFolder();
    const environment = { FAST_LNCC_ONNXRUNTIME: folder };
    expect(findOnnxruntimeCuda({ environment }).missing).toBe(
      `FAST_LNCC_ONNXRUNTIME is ${folder}, which is not the folder of a package onnxruntime-node.`,
    );
    writeFileSync(path.join(folder, 'package.json'), '{}');
    expect(findOnnxruntimeCuda({ environment })).toEqual({ folder });
  });

  test('the libraries of the cache come after those of the user, once', () => {
    const environment = { FAST_LNCC_CACHE: temporaryFolder(), LD_LIBRARY_PATH: '/own/cuda' };
    const { cuda } = onnxruntimeLayout({ environment });
    const folders = ['cu13', 'cudnn'].map((name) => path.join(cuda, 'nvidia', name, 'lib'));
    for (const folder of folders) mkdirSync(folder, { recursive: true });
    const expected = ['/own/cuda', ...folders].join(path.delimiter);
    const first = cudaEnvironment(environment);
    expect(first.LD_LIBRARY_PATH).toBe(expected);
    expect(cudaEnvironment(first)).toBe(first);
  });
});

describe.runIf(supported)('npm run setup:onnxruntime', () => {
  test('without options: what there is, in one screen', async () => {
    const { code, said } = await runCommand(['onnxruntime'], { ...process.env, FAST_LNCC_CACHE: temporaryFolder() });
    expect(code).toBe(0);
    expect(said).toMatch(
      /^onnxruntime-node \d+\.\d+\.\d+ works here\.\nProviders in the package: cpu, webgpu; not in it: cuda/,
    );
    expect(said).toMatch(/The CUDA provider is not set up\.\n\n.*--cuda\n.*onnxruntime-gpu 1\.30\.0 \(247 MB\)/);
    expect(said.trim().split('\n').length).toBeLessThan(24);
  });

  test('--cuda: a session runs from the copy in the cache; CUDA is told by what it lacks; node_modules stays as it was', async () => {
    const { LD_LIBRARY_PATH: _, FAST_LNCC_ONNXRUNTIME: __, ...rest } = process.env;
    const environment = { ...rest, FAST_LNCC_CACHE: temporaryFolder() };
    const layout = onnxruntimeLayout({ environment });
    const before = readdirSync(layout.installedNative);
    // Two small files stand for the provider, so that nothing is downloaded: CUDA cannot start, everything else is real.
    const provider = ['shared', 'cuda'].map((name) => `onnxruntime/capi/libonnxruntime_providers_${name}.so`);
    pretendUnpacked(layout.wheel!, layout.unpacked, provider);
    const { code, said } = await runCommand(['onnxruntime', '--cuda'], environment);
    expect(code, said).toBe(0);
    expect(said).toContain(`runs on the processor from ${path.join(layout.native, 'libonnxruntime.so.1')} (`);
    expect(said).toMatch(/CUDA does not start: .*Failed to load shared library/);
    expect(said).toMatch(
      /Missing: (?:\S+, )*libcudart\.so\.13, libcublasLt\.so\.13, libcublas\.so\.13, libcurand\.so\.10, /,
    );
    expect(said).toContain('`npm run setup:onnxruntime -- --cuda --with-cuda` brings CUDA 13 and cuDNN 9.');
    expect(said).toContain(`export FAST_LNCC_ONNXRUNTIME=${layout.copy.folder}`);
    expect(said).toContain('Nothing of this has been measured on a GPU.');

    expect(findOnnxruntimeCuda({ environment })).toEqual({ folder: layout.copy.folder });
    expect(cudaFolders(layout)).toEqual([]);
    for (const name of nativeFiles) expect(existsSync(path.join(layout.native, name))).toBe(true);
    expect(realpathSync(path.join(layout.copy.folder, 'node_modules/onnxruntime-common'))).toBe(
      realpathSync(path.join(layout.copy.installed, '../onnxruntime-common')),
    );
    expect(readdirSync(layout.installedNative)).toEqual(before);
  });
});
