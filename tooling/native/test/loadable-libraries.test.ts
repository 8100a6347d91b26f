import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { missingFor } from '../src/cache/loadable-libraries.mjs';
import { installedFolder } from '../src/checkout/installed-package.mjs';
import { temporaryFolder } from './support/temporary.ts';
import { testWorkshop } from './support/workshop.ts';

const native = path.join(installedFolder('onnxruntime-node'), 'bin/napi-v6', process.platform, process.arch);

test.runIf(process.platform === 'linux' && existsSync(native))(
  'libraries that load, that do not, and why',
  async () => {
    const folder = temporaryFolder();
    // Any library stands for one of CUDA: this one is linked to nothing unusual, the other one to its runtime.
    copyFileSync(path.join(native, 'libonnxruntime.so.1'), path.join(folder, 'libcudart.so.99'));
    copyFileSync(path.join(native, 'onnxruntime_binding.node'), path.join(folder, 'libcublas.so.99'));
    const { workshop } = testWorkshop(folder);
    const names = ['libcudart.so.99', 'libcublas.so.99', 'libcudnn.so.99', 'libc.so.6'];
    expect([...(await missingFor(names, ['/nowhere', folder], workshop))]).toEqual([
      ['libcudart.so.99', undefined],
      ['libcublas.so.99', 'libonnxruntime.so.1'],
      ['libcudnn.so.99', 'libcudnn.so.99'],
      ['libc.so.6', undefined],
    ]);
  },
);
