import { voxelmorphNetwork } from '@fast-lncc/networks';
import { fileStore } from '@fast-lncc/networks/files';
import { createTraining } from '@fast-lncc/networks/training';
import * as ort from 'onnxruntime-node';
import { createTrainer } from '../../src/training/index.ts';

/** A process that trains a tiny network into a store, and tells every step by a line with its number. */
const [path = ''] = process.argv.slice(2);
const shape = [8, 8, 16];
const count = 5;

const ball = (pair: number, shift: number): Float32Array =>
  Float32Array.from({ length: 8 * 8 * 16 }, (_, index) => {
    const [d, h, w] = [Math.floor(index / 128), Math.floor(index / 16) % 8, index % 16];
    const radius = Math.hypot(d - 3 - 0.2 * pair, h - 3.5, w - 7 - shift);
    return radius < 5 ? 0.6 + 0.3 * Math.cos(radius + 0.3 * h * (pair + 1)) : 0.01 * w;
  });

const network = voxelmorphNetwork('tiny', { encoder: [4, 4], decoder: [4, 4], extra: [4] });
await using trainer = await createTrainer({ ort, network, shape, definition: { window: 5 }, seed: 3 });
const training = createTraining({
  trainer,
  pairs: { count, load: async (pair) => ({ moving: ball(0, 0), fixed: ball(pair, 1) }) },
  epochs: 12,
  seed: 11,
  store: fileStore(path),
  saveEvery: 2,
});
const { finished, step } = await training.run({ onStep: (told) => void process.stdout.write(`${told.step}\n`) });
process.stdout.write(`${finished ? 'finished' : 'ended'} ${step}\n`);
