// Milliseconds of the loss, and of the loss with its gradient to the moving image, per algorithm on the backends cpu and
// wasm of TensorFlow.js, and on tensorflow where `npm run setup:tfjs` has set it up.
// Usage: node bench/index.mjs [edge of the volume = 48] [rounds = 3]
import { lncc } from '@fast-lncc/tfjs';
import '@fast-lncc/tfjs/fused';
import * as tf from '@tensorflow/tfjs-core';
import { findTfjsNode } from '@tooling/native';
import { compute, imagePair, measure, useBackend } from './measure.mjs';

const edge = Number(process.argv[2] ?? 48);
const rounds = Number(process.argv[3] ?? 3);
const algorithms = ['sequential', 'grouped', 'separable', 'banded', 'fused'];

console.log(`LNCC, window 9, ${edge}³ voxels, median of ${rounds} rounds, milliseconds\n`);
console.log('| backend | algorithm | loss | loss + gradient |\n|---|---|---|---|');
const { missing } = findTfjsNode();
for (const backend of ['cpu', 'wasm', ...(missing === undefined ? ['tensorflow'] : [])]) {
  await useBackend(backend);
  const { moving, fixed } = imagePair([edge, edge, edge]);
  const contenders = Object.fromEntries(
    algorithms.flatMap((algorithm) => [
      [`${algorithm} loss`, () => compute(() => lncc(moving, fixed, { algorithm }))],
      [`${algorithm} gradient`, () => compute(() => withGradient(moving, fixed, algorithm))],
    ]),
  );
  const milliseconds = measure(contenders, rounds);
  for (const algorithm of algorithms) {
    const [loss, gradient] = ['loss', 'gradient'].map((what) => milliseconds[`${algorithm} ${what}`].toFixed(1));
    console.log(`| ${backend} | ${algorithm} | ${loss} | ${gradient} |`);
  }
  tf.dispose([moving, fixed]);
}

if (missing !== undefined) console.log(`\ntensorflow is left out: ${missing}`);

function withGradient(moving, fixed, algorithm) {
  const { value, grad } = tf.valueAndGrad((image) => lncc(image, fixed, { algorithm }))(moving);
  return [value, grad];
}
