import { readFileSync } from 'node:fs';
import { loadOnnxruntimeCuda } from './load-onnxruntime-cuda.mjs';
import { doublingModel } from './smoke-model.mjs';

// Run in a process of its own, with CUDA on its library path. Prints where the runtime is from, and whether CUDA starts.
const ort = loadOnnxruntimeCuda();
const session = await ort.InferenceSession.create(doublingModel(), { executionProviders: ['cpu'] });
const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.of(1.5, -2, 0.25), [3]) });
const values = /** @type {Float32Array} */ (y?.data ?? new Float32Array());
if (String(values) !== '3,-4,0.5') throw new Error(`Doubling 1.5, -2 and 0.25 gave ${values}.`);
const library = /\S+\/libonnxruntime\.so\S*/.exec(readFileSync('/proc/self/maps', 'utf8'))?.[0];
let cuda = 'starts';
try {
  await ort.InferenceSession.create(doublingModel(), { executionProviders: ['cuda'], logSeverityLevel: 4 });
} catch (error) {
  cuda = String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
console.log(JSON.stringify({ library, cuda }));
