// Milliseconds of loss and gradient to the moving image on the WebGPU backend in Node, by `separable` window sums and by the
// fused kernels, and by the latter called directly: medians of rounds that take them in turn.
// Usage: node bench/webgpu.mjs [size = 32] [window = 9] [rounds = 5], after a build. VK_ICD_FILENAMES names a driver.
import { createLncc } from '@fast-lncc/webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { create, globals } from 'webgpu';

const [size = '32', window = '9', rounds = '5'] = process.argv.slice(2);
Object.assign(globalThis, globals);
const gpu = create([]);
Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
await import('@tensorflow/tfjs-backend-webgpu');
await tf.setBackend('webgpu');
tf.env().set('WEBGPU_CPU_FORWARD', false);
await import('@fast-lncc/tfjs/fused-webgpu');
const { lncc } = await import('@fast-lncc/tfjs');

const extent = Number(size);
const shape = [1, extent, extent, extent, 1];
const fixed = tf.randomUniform(shape, 0, 1, 'float32', 1);
const moving = tf.add(tf.mul(fixed, 0.5), tf.randomUniform(shape, 0, 0.4, 'float32', 2));
const definition = { window: Number(window) };
const byTensors = (algorithm) => {
  const step = tf.valueAndGrad((image) => lncc(image, fixed, { ...definition, algorithm }));
  return async () => {
    const { value, grad } = step(moving);
    const [loss] = await value.data();
    await device.queue.onSubmittedWorkDone();
    tf.dispose([value, grad]);
    return loss;
  };
};
const { device } = tf.backend();
const direct = await createLncc({ device, shape: [1, 1, extent, extent, extent], ...definition });
const upload = async (tensor) => {
  const buffer = device.createBuffer({ size: 4 * extent ** 3, usage: 0x88 });
  device.queue.writeBuffer(buffer, 0, await tensor.data());
  return buffer;
};
const images = { moving: await upload(moving), fixed: await upload(fixed) };
const contenders = {
  'tfjs separable': byTensors('separable'),
  'tfjs fused': byTensors('fused'),
  'webgpu fused': async () => {
    const { loss, gradients } = await direct.evaluate({ ...images, gradients: 'moving' });
    await device.queue.onSubmittedWorkDone();
    gradients.moving.destroy();
    return loss;
  },
};
const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
const losses = {};
for (let round = -1; round < Number(rounds); round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const start = performance.now();
    losses[name] = await run();
    if (round >= 0) times[name].push(performance.now() - start);
  }
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const reference = median(times['tfjs separable']);
for (const [name, values] of Object.entries(times)) {
  console.log(
    `${name}: ${median(values).toFixed(1)} ms, separable / this ${(reference / median(values)).toFixed(1)}, loss ${losses[name]}`,
  );
}
process.exit(0);
