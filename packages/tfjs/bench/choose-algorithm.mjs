// Measures where the band matrices overtake the separable convolutions, and where the fused kernel overtakes both, and
// writes src/auto-table.ts; rows of backends that are not named stay. tensorflow needs `npm run setup:tfjs`.
// Usage: node bench/choose-algorithm.mjs [rounds = 5] [backends = cpu,wasm,tensorflow]
import { readFile, writeFile } from 'node:fs/promises';
import { lncc } from '@fast-lncc/tfjs';
import '@fast-lncc/tfjs/fused';
import * as tf from '@tensorflow/tfjs-core';
import { compute, imagePair, measure, useBackend } from './measure.mjs';

const rounds = Number(process.argv[2] ?? 5);
const backends = (process.argv[3] ?? 'cpu,wasm,tensorflow').split(',');
const file = new URL('../src/auto-table.ts', import.meta.url);
const small = [
  [24, 24, 24],
  [48, 48, 48],
  [128, 128],
  [256, 256],
  [512, 512],
];
// On TensorFlow calls cost more than sums below these, and plain JavaScript takes minutes for the last.
const large = [
  [48, 48, 48],
  [256, 256],
  [512, 512],
  [80, 96, 112],
  [160, 192, 224],
];
const volumes = { cpu: small, wasm: small, tensorflow: large };
const extents = [3, 9, 21];

const tables = readTables(await readFile(file, 'utf8'));
for (const backend of backends) {
  await useBackend(backend);
  const points = volumes[backend].flatMap((spatial) => extents.map((extent) => measurePoint(backend, spatial, extent)));
  const atMost = leastRegret(points, ({ separable, banded }) => ({ below: banded, above: separable }));
  const from = (name) =>
    leastRegret(points, (point) => ({ below: Math.min(point.separable, point.banded), above: point[name] }));
  tables.autoTable[backend] = atMost;
  tables.fusedTable[backend] = `{ box: ${from('box')}, weighted: ${from('weighted')} }`;
  console.log(`${backend}: banded up to ${atMost} voxels per tap, fused from ${tables.fusedTable[backend]} on\n`);
}
await writeFile(file, source(tables));

/** The rows of both tables as they are written. */
function readTables(text) {
  return Object.fromEntries(
    [...text.matchAll(/const (\w+):.*= \{\n([^;]*)\n\};/g)].map(([, name, rows]) => [
      name,
      Object.fromEntries([...rows.matchAll(/^ {2}(\w+): (.*),$/gm)].map(([, backend, value]) => [backend, value])),
    ]),
  );
}

function measurePoint(backend, spatial, window) {
  const { moving, fixed } = imagePair(spatial);
  const gradient = (options) => () =>
    compute(() => tf.grad((image) => lncc(image, fixed, { window, ...options }))(moving));
  const times = measure(
    {
      separable: gradient({ algorithm: 'separable' }),
      banded: gradient({ algorithm: 'banded' }),
      box: gradient({ algorithm: 'fused' }),
      // For the others weights make no difference, but the kernel has running sums for boxes alone.
      weighted: gradient({ algorithm: 'fused', kernel: 'gaussian' }),
    },
    rounds,
  );
  tf.dispose([moving, fixed]);
  const ratio = spatial.reduce((sum, length) => sum + length) / (spatial.length * window);
  const shown = Object.entries(times).map(([name, time]) => `${name} ${time.toFixed(2)} ms`);
  const where = `${backend} ${spatial.join('×')}, window ${window} (${ratio.toFixed(1)} voxels per tap)`;
  console.log(`${where}: ${shown.join(', ')}`);
  return { ratio, ...times };
}

/** The ratio where the choice should change, so that the time lost over all points (as a factor) is least. */
function leastRegret(points, timesOf) {
  const ratios = [...new Set(points.map(({ ratio }) => ratio))].sort((a, b) => a - b);
  const thresholds = [0, ...ratios.map((ratio, index) => Math.sqrt(ratio * (ratios[index + 1] ?? ratio)))];
  const regret = (threshold) =>
    points.reduce((sum, point) => {
      const { below, above } = timesOf(point);
      const chosen = point.ratio <= threshold ? below : above;
      return sum + Math.log(chosen / Math.min(below, above));
    }, 0);
  const best = thresholds.reduce((least, threshold) => (regret(threshold) < regret(least) ? threshold : least));
  return Number(best.toPrecision(2));
}

function source({ autoTable, fusedTable }) {
  const order = ['cpu', 'wasm', 'tensorflow', 'webgl', 'webgpu'];
  const lines = (rows) =>
    order.flatMap((backend) => (rows[backend] === undefined ? [] : [`  ${backend}: ${rows[backend]},`]));
  return `// Written by bench/choose-algorithm.mjs.

/**
 * Per backend: up to how many voxels of an axis per tap of the window the band matrices are the faster form. 0, always
 * the separable convolutions, stands for no measurement: webgl and webgpu ran on software adapters alone, whose speed
 * tells nothing about that of a GPU, and separable convolutions multiply least. tensorflow is that of tfjs-node on a CPU.
 */
export const autoTable: Readonly<Record<string, number>> = {
${lines(autoTable).join('\n')}
};

/**
 * Per backend: from how many voxels of an axis per tap of the window on the fused kernel is faster than both. It has
 * running sums for windows that are boxes, and pays per tap for weighted ones.
 */
export const fusedTable: Readonly<Record<string, { readonly box: number; readonly weighted: number }>> = {
${lines(fusedTable).join('\n')}
};
`;
}
