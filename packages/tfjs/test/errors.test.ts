import {
  InvalidDataError,
  InvalidWindowError,
  MissingRuntimeError,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type LnccOptions, lncc, prepareFixed } from '../src/index.ts';
import { useBackend } from './backend.ts';

const zeros = (shape: number[], dtype: tf.DataType = 'float32') => tf.zeros(shape, dtype);

interface BadCall {
  readonly name: string;
  readonly call: () => unknown;
  readonly type: new (message: string) => Error;
  readonly message: RegExp;
}

const image = [1, 9, 9, 1];
const withOptions = (options: object) => () => lncc(zeros(image), zeros(image), options as LnccOptions);

const calls: BadCall[] = [
  {
    name: 'different shapes',
    call: () => lncc(zeros([1, 9, 9, 1]), zeros([1, 9, 8, 1])),
    type: ShapeMismatchError,
    message: /moving has the shape \[1, 9, 9, 1\] and fixed \[1, 9, 8, 1\]/,
  },
  {
    name: 'rank 2',
    call: () => lncc(zeros([9, 9]), zeros([9, 9])),
    type: ShapeMismatchError,
    message: /moving has the shape \[9, 9\] of rank 2; give \[batch, \.\.\.spatial, channels\]/,
  },
  {
    name: 'rank 6',
    call: () => lncc(zeros([1, 2, 2, 2, 2, 1]), zeros([1, 2, 2, 2, 2, 1])),
    type: ShapeMismatchError,
    message: /of rank 6/,
  },
  {
    name: 'an empty image',
    call: () => lncc(zeros([1, 0, 9, 1]), zeros([1, 0, 9, 1])),
    type: ShapeMismatchError,
    message: /\[1, 0, 9, 1\], which holds no voxel/,
  },
  {
    name: 'integers',
    call: () => lncc(zeros(image, 'int32'), zeros(image)),
    type: UnsupportedOptionError,
    message: /moving has the dtype 'int32'.*tf\.cast\(moving, 'float32'\)/,
  },
  {
    name: 'a boolean fixed image',
    call: () => lncc(zeros(image), zeros(image, 'bool')),
    type: UnsupportedOptionError,
    message: /fixed has the dtype 'bool'/,
  },
  {
    name: 'an array',
    call: () => lncc([1, 2, 3] as never, zeros(image)),
    type: InvalidDataError,
    message: /moving is an object \(Array\); pass a tf\.Tensor/,
  },
  {
    name: 'nothing',
    call: () => lncc(zeros(image), undefined as never),
    type: InvalidDataError,
    message: /fixed is undefined; pass a tf\.Tensor/,
  },
  {
    name: 'a disposed tensor',
    call: () => {
      const disposed = zeros(image);
      disposed.dispose();
      return lncc(zeros(image), disposed);
    },
    type: InvalidDataError,
    message: /fixed \(shape \[1, 9, 9, 1\]\) has been disposed; keep it with tf\.keep/,
  },
  {
    name: 'an even window',
    call: withOptions({ window: 8 }),
    type: InvalidWindowError,
    message: /window is \[8, 8\]; it must be odd positive integers/,
  },
  {
    name: 'a fractional window',
    call: withOptions({ window: 2.5 }),
    type: InvalidWindowError,
    message: /window is \[2\.5, 2\.5\]; it must be odd positive integers/,
  },
  {
    name: 'extents of another rank',
    call: withOptions({ window: [3, 3, 3] }),
    type: InvalidWindowError,
    message: /window of length 3 .*it must be one number, or 2/,
  },
  {
    name: 'no voxel left',
    call: withOptions({ window: 11, border: 'valid' }),
    type: InvalidWindowError,
    message: /window is \[11, 11\]; it must be within \[9, 9\] with border 'valid'/,
  },
  {
    name: 'an unknown option',
    call: withOptions({ windowSize: 9 }),
    type: UnsupportedOptionError,
    message: /is 'windowSize'.*'algorithm', 'threads', 'maskTensor'/,
  },
  {
    name: 'an unknown algorithm',
    call: withOptions({ algorithm: 'fast' }),
    type: UnsupportedOptionError,
    message: /algorithm is 'fast'.*'banded', 'fused', 'auto'/,
  },
  {
    name: 'an algorithm of another package',
    call: withOptions({ algorithm: 'pooled' }),
    type: UnsupportedOptionError,
    message: /algorithm is 'pooled'/,
  },
  {
    name: 'the fused algorithm without its import',
    call: withOptions({ algorithm: 'fused' }),
    type: MissingRuntimeError,
    message: /install @fast-lncc\/wasm, and import '@fast-lncc\/tfjs\/fused'/,
  },
  {
    name: 'the fused algorithm without its import, to prepare',
    call: () => prepareFixed(zeros(image), { algorithm: 'fused' }),
    type: MissingRuntimeError,
    message: /'fused' is not registered/,
  },
  {
    name: 'threads of another algorithm',
    call: withOptions({ algorithm: 'separable', threads: 2 }),
    type: UnsupportedOptionError,
    message: /threads is 2, but algorithm 'separable'.*use algorithm 'fused'/,
  },
  {
    name: 'threads where auto takes another algorithm',
    call: withOptions({ threads: 2 }),
    type: UnsupportedOptionError,
    message: /threads is 2, but algorithm '(separable|banded)'/,
  },
  {
    name: 'half a thread',
    call: withOptions({ algorithm: 'fused', threads: 0.5 }),
    type: UnsupportedOptionError,
    message: /threads is 0\.5; it must be a positive integer/,
  },
  {
    name: 'an unknown border',
    call: withOptions({ border: 'mirror' }),
    type: UnsupportedOptionError,
    message: /border is 'mirror'/,
  },
  {
    name: 'a mask of another shape',
    call: withOptions({
      get maskTensor() {
        return zeros([1, 9, 8, 1]);
      },
    }),
    type: ShapeMismatchError,
    message: /maskTensor has the shape \[1, 9, 8, 1\], but the images have \[1, 9, 9, 1\]/,
  },
  {
    name: 'a mask that broadcasts over a spatial axis',
    call: withOptions({
      get maskTensor() {
        return zeros([1, 1, 9, 1]);
      },
    }),
    type: ShapeMismatchError,
    message: /with 1 allowed for batch and channels/,
  },
  {
    name: 'a mask of complex numbers',
    call: withOptions({
      get maskTensor() {
        return tf.complex(zeros(image), zeros(image));
      },
    }),
    type: UnsupportedOptionError,
    message: /maskTensor has the dtype 'complex64'/,
  },
  {
    name: 'a mask that is no tensor',
    call: withOptions({ maskTensor: [1] }),
    type: InvalidDataError,
    message: /maskTensor is an object \(Array\)/,
  },
  {
    name: 'a moment mask with border zero',
    call: withOptions({ mask: { moments: true } }),
    type: UnsupportedOptionError,
    message: /border is 'zero'; it must be 'count' with mask\.moments/,
  },
  {
    name: 'integers to prepare',
    call: () => prepareFixed(zeros(image, 'int32')),
    type: UnsupportedOptionError,
    message: /fixed has the dtype 'int32'/,
  },
  {
    name: 'another definition than prepared',
    call: () => lncc(zeros(image), prepareFixed(zeros(image), { window: 5 }), { window: 7 }),
    type: UnsupportedOptionError,
    message:
      /prepared with another definition: this call has window 7×7 voxels \(total 49\) instead of 5×5 voxels \(total 25\)/,
  },
  {
    name: 'another score than prepared',
    call: () => lncc(zeros(image), prepareFixed(zeros(image)), { score: 'signed' }),
    type: UnsupportedOptionError,
    message: /score "signed" instead of "squared"/,
  },
  {
    name: 'a moving image of another shape than prepared',
    call: () => lncc(zeros([1, 9, 8, 1]), prepareFixed(zeros(image))),
    type: ShapeMismatchError,
    message: /moving has the shape \[1, 9, 8, 1\] and fixed \[1, 9, 9, 1\]/,
  },
  {
    name: 'a disposed prepared image',
    call: () => {
      const prepared = prepareFixed(zeros(image));
      prepared.dispose();
      return lncc(zeros(image), prepared);
    },
    type: InvalidDataError,
    message: /prepared fixed image has been disposed; prepare it again/,
  },
  {
    name: 'a moment mask that was not prepared',
    call: () => {
      const options = { mask: { moments: true }, border: 'count' } as const;
      return lncc(zeros(image), prepareFixed(zeros(image), options), { ...options, maskTensor: tf.ones(image) });
    },
    type: UnsupportedOptionError,
    message: /prepared with no mask.*give prepareFixed the maskTensor/,
  },
  {
    name: 'another moment mask than prepared',
    call: () => {
      const options = (maskTensor: tf.Tensor) => ({ mask: { moments: true }, border: 'count', maskTensor }) as const;
      return lncc(zeros(image), prepareFixed(zeros(image), options(tf.ones(image))), options(tf.ones(image)));
    },
    type: UnsupportedOptionError,
    message: /prepared with another mask/,
  },
];

describe('bad input', () => {
  beforeAll(() => useBackend('cpu'));

  test.each(calls)('$name throws a typed error', ({ call, type, message }) => {
    tf.engine().startScope();
    try {
      expect(call).toThrow(type);
      expect(call).toThrow(message);
    } finally {
      tf.engine().endScope();
    }
  });

  test('is refused before any work starts', async () => {
    const [moving, fixed] = [zeros(image), zeros(image)];
    const { kernels } = await tf.profile(() => {
      expect(() => lncc(moving, fixed, { window: 8 })).toThrow(InvalidWindowError);
      expect(() => lncc(moving, fixed, { algorithm: 'fast' as never })).toThrow(UnsupportedOptionError);
      return [];
    });
    expect(kernels).toEqual([]);
  });
});
