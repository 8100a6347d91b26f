// Milliseconds of the fused loss, and of the loss with its gradient to the moving image and to both, per window and number
// of threads: medians and quartiles of rounds that take the contenders in turn. Arrays lie in the kernel's memory, so that
// nothing is copied; the last column is the same with plain arrays.
// Usage: node bench/index.mjs [D,H,W = 80,96,112] [windows = 5,9,15] [threads = 1,2] [rounds = 9]
import { createLnccSync } from '@fast-lncc/wasm';

const numbers = (text) => text.split(',').map(Number);
const [size = '80,96,112', windows = '5,9,15', threads = '1,2', rounds = '9'] = process.argv.slice(2);
const spatial = numbers(size);
const shape = [1, 1, ...spatial];
const pair = imagePair(spatial);

const contenders = numbers(windows).flatMap((window) =>
  numbers(threads).map((count) => {
    const evaluator = createLnccSync({ shape, window, threads: count });
    const moving = evaluator.allocate();
    const fixed = evaluator.allocate();
    moving.set(pair.moving);
    fixed.set(pair.fixed);
    const into = { moving: evaluator.allocate(), fixed: evaluator.allocate() };
    const runs = {
      loss: () => evaluator.evaluateSync({ moving, fixed }),
      moving: () => evaluator.evaluateSync({ moving, fixed, gradients: 'moving', into }),
      both: () => evaluator.evaluateSync({ moving, fixed, gradients: 'both', into }),
      copied: () => evaluator.evaluateSync({ ...pair, gradients: 'moving' }),
    };
    return { window, threads: evaluator.threads, runs, times: { loss: [], moving: [], both: [], copied: [] } };
  }),
);

for (const { runs } of contenders) for (const run of Object.values(runs)) run();
for (let round = 0; round < Number(rounds); round++) {
  for (const { runs, times } of contenders) {
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      run();
      times[name].push(performance.now() - start);
    }
  }
}

console.log(`Fused LNCC, ${spatial.join('x')}, ${rounds} rounds: median (quartiles), ms\n`);
console.log('| window | threads | loss | + gradient to moving | + gradients to both | to moving, arrays copied |');
console.log('|---|---|---|---|---|---|');
for (const { window, threads: used, times } of contenders) {
  console.log(`| ${[window, used, ...Object.values(times).map(summary)].join(' | ')} |`);
}
process.exit(0);

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))].toFixed(1);
  return `${at(0.5)} (${at(0.25)}–${at(0.75)})`;
}

/** An ellipsoid with texture on a background of zeros, as a skull-stripped scan. */
function imagePair([depth, height, width]) {
  const moving = new Float32Array(depth * height * width);
  const fixed = new Float32Array(moving.length);
  for (let index = 0; index < moving.length; index++) {
    const x = index % width;
    const y = Math.floor(index / width) % height;
    const z = Math.floor(index / width / height);
    const distance =
      ((x / width - 0.5) / 0.42) ** 2 + ((y / height - 0.5) / 0.42) ** 2 + ((z / depth - 0.5) / 0.42) ** 2;
    if (distance > 1) continue;
    moving[index] = 0.5 + 0.2 * Math.sin(0.11 * x + 0.07 * y) + 0.15 * Math.sin(0.13 * y - 0.05 * z);
    fixed[index] = 0.5 + 0.2 * Math.sin(0.11 * (x + 1.5) + 0.07 * y) + 0.1 * Math.cos(0.09 * z + 0.1 * x);
  }
  return { moving, fixed };
}
