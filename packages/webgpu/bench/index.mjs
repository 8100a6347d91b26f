// Milliseconds of the loss, and of the loss with its gradient to the moving image, per algorithm: medians.
// Usage: node bench/index.mjs [size = 48x48x48] [window = 9] [rounds = 5], after a build.
import { algorithms, createLncc } from '@fast-lncc/webgpu';

const [size = '48x48x48', window = '9', rounds = '5'] = process.argv.slice(2);
const shape = [1, 1, ...size.split('x').map(Number)];
const length = shape.reduce((product, axis) => product * axis, 1);
const image = (phase) => Float32Array.from({ length }, (_, index) => Math.sin(index / 7 + phase));
const pair = { moving: image(0), fixed: image(0.4) };

for (const algorithm of algorithms) {
  const lncc = await createLncc({ shape, algorithm, window: Number(window) });
  for (const gradients of ['none', 'moving']) {
    await lncc.evaluate({ ...pair, gradients });
    const times = [];
    for (let round = 0; round < Number(rounds); round++) {
      const start = performance.now();
      await lncc.evaluate({ ...pair, gradients });
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const task = gradients === 'none' ? 'loss' : 'loss + gradient';
    console.log(`${algorithm} ${task}: ${times[Math.floor(times.length / 2)].toFixed(1)} ms`);
  }
  await lncc.dispose();
}
