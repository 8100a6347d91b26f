// Milliseconds of the fused loss, of loss and gradient to the moving image, and of the same by naive separable kernels, on
// the device that Dawn finds: medians of rounds that take them in turn, and how far loss and gradient are apart.
// Usage: node bench/index.mjs [D,H,W = 64,64,64] [window = 9] [rounds = 9], after a build. VK_ICD_FILENAMES names a driver.
import { createLncc } from '@fast-lncc/webgpu';
import { create, globals } from 'webgpu';
import { createNaive } from './naive.mjs';

Object.assign(globalThis, globals);
const [size = '64,64,64', window = '9', rounds = '9'] = process.argv.slice(2);
const spatial = size.split(',').map(Number);
const length = spatial.reduce((product, axis) => product * axis, 1);
const gpu = create([]);
const adapter = await gpu.requestAdapter();
if (adapter === null) {
  console.log('Dawn found no GPU; VK_ICD_FILENAMES names a driver.');
  process.exit(0);
}
const device = await adapter.requestDevice();
console.log(`${adapter.info.vendor} ${adapter.info.architecture} ${adapter.info.description}`);

const buffer = (elements) => device.createBuffer({ size: 4 * elements, usage: 0x8c });
const upload = (values) => {
  const target = buffer(values.length);
  device.queue.writeBuffer(target, 0, values);
  return target;
};
let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const moving = Float32Array.from({ length }, random);
const images = { moving: upload(moving), fixed: upload(moving.map((value) => 0.6 * value + 0.4 * random())) };
const fused = { loss: buffer(4), gradient: buffer(length) };
const naive = { loss: buffer(4), gradient: buffer(length) };
const lncc = await createLncc({ device, shape: [1, 1, ...spatial], window: Number(window), center: 'none' });
const contenders = {
  'fused, loss': (encoder) => lncc.record(encoder, { ...images, loss: fused.loss }),
  'fused, loss + gradient': (encoder) =>
    lncc.record(encoder, { ...images, loss: fused.loss, gradientMoving: fused.gradient }),
  'naive, loss + gradient': createNaive(device, spatial, Number(window), { ...images, ...naive }),
};

const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let round = -1; round < Number(rounds); round++) {
  for (const [name, record] of Object.entries(contenders)) {
    const start = performance.now();
    const encoder = device.createCommandEncoder();
    record(encoder);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    if (round >= 0) times[name].push(performance.now() - start);
  }
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const reference = median(times['naive, loss + gradient']);
for (const [name, values] of Object.entries(times)) {
  const middle = median(values);
  const range = `${values[0].toFixed(2)} to ${values.at(-1).toFixed(2)}`;
  console.log(`${name}: ${middle.toFixed(2)} ms (${range}), naive / this ${(reference / middle).toFixed(2)}`);
}

async function read(source, elements) {
  const staging = device.createBuffer({ size: 4 * elements, usage: 0x9 });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, 0, staging, 0, 4 * elements);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(1);
  return new Float32Array(staging.getMappedRange());
}
const losses = [await read(fused.loss, 1), await read(naive.loss, 1)].map(([value]) => value);
const [one, other] = [await read(fused.gradient, length), await read(naive.gradient, length)];
const norm = (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const apart = norm(one.map((value, at) => value - other[at])) / norm(other);
console.log(`losses ${losses.join(' and ')}; gradients ${apart.toExponential(1)} apart`);
await lncc.dispose();
process.exit(0);
