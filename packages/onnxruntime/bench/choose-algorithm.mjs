// Measures the forms `auto` chooses from, loss + gradient, per size and window, in turn. Its table (src/choose-algorithm.ts)
// says from how many voxels along the axes together `separable` is the faster one.
// node bench/choose-algorithm.mjs [rounds] [cpu | wasm], after a build, on a quiet machine.
import { createLncc } from '@fast-lncc/onnxruntime';
import { measureInTurn, texturedPair } from './measure.mjs';

const rounds = Number(process.argv[2] ?? 7);
const provider = process.argv[3] ?? 'cpu';
const ort = await import(provider === 'wasm' ? 'onnxruntime-web' : 'onnxruntime-node');
const session = { ort, executionProviders: [provider], ...(provider === 'wasm' ? {} : { threads: 2 }) };
if (provider === 'wasm') ort.env.wasm.numThreads = 1;
const sizes = [
  [32, 32, 32],
  [64, 64, 64],
  [80, 96, 112],
  [128, 128, 128],
  [160, 192, 224],
];
console.log('size, window: milliseconds (least) of separable, banded, pooled');
for (const size of sizes) {
  for (const window of [5, 9]) {
    const shape = [1, 1, ...size];
    const pair = texturedPair(shape);
    const evaluators = [];
    for (const algorithm of ['separable', 'banded', 'pooled']) {
      evaluators.push(await createLncc({ ...session, shape, window, algorithm, center: 'none' }));
    }
    const tasks = evaluators.map((evaluator) => ({
      name: evaluator.algorithm,
      run: () => evaluator.evaluate({ ...pair, gradients: 'moving' }),
    }));
    const results = await measureInTurn(tasks, rounds);
    const row = [...results.values()].map(({ median, least }) => `${median.toFixed(1)} (${least.toFixed(1)})`);
    console.log(`${size.join('x')}, ${window}: ${row.join(', ')}`);
    for (const evaluator of evaluators) await evaluator.dispose();
  }
}
