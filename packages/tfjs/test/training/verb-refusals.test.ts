import { type LnccError, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  add,
  parametricRelu,
  residualConvolutions,
  scaleChannels,
  softsign,
  transposedConvolution,
  upsampleConvolution,
  warp,
} from '../../src/training/index.ts';
import { useBackend } from '../backend.ts';

beforeEach(() => useBackend('cpu'));

describe('layer verbs of LKU-Net refuse', () => {
  const zeros = (...shape: number[]) => tf.zeros(shape);
  const map = () => zeros(1, 2, 3, 4, 2);
  const fused = (skip: tf.Tensor, weight: tf.Tensor) =>
    upsampleConvolution(map(), [skip], weight, undefined, { fused: true });

  test.each<[string, () => unknown, new (message: string) => LnccError, RegExp]>([
    ['maps of two shapes', () => add(map(), zeros(1, 2, 3, 4, 3)), ShapeMismatchError, /both maps must have one shape/],
    ['two slopes', () => parametricRelu(map(), zeros(2)), ShapeMismatchError, /slope has the shape \[2\]; .* \[1\]/],
    ['a map of rank 4', () => softsign(zeros(2, 3, 4, 2)), ShapeMismatchError, /map has the shape \[2, 3, 4, 2\]/],
    ['too few factors', () => scaleChannels(map(), [1]), ShapeMismatchError, /1 numbers for 2 channels/],
    [
      'an outside nobody knows',
      () => warp(map(), zeros(1, 2, 3, 4, 3), 'edge' as never),
      UnsupportedOptionError,
      /outside/,
    ],
    ['no branches', () => residualConvolutions(map(), []), ShapeMismatchError, /no branches/],
    [
      'a branch with an even kernel',
      () => residualConvolutions(map(), [{ weight: zeros(2, 2, 2, 2, 2), bias: zeros(2) }]),
      ShapeMismatchError,
      /weight 0 has the shape .* with an odd k/,
    ],
    [
      'a transposed kernel for other channels',
      () => transposedConvolution(map(), zeros(2, 2, 2, 2, 3), zeros(2)),
      ShapeMismatchError,
      /needs \[2, 2, 2, outputs, 2\]/,
    ],
    [
      'a skip that is not twice as fine',
      () => fused(map(), zeros(3, 3, 3, 4, 2)),
      ShapeMismatchError,
      /skip 0 .* needs \[1, 4, 6, 8\] and channels/,
    ],
    [
      'a fused kernel of extent 5',
      () => fused(zeros(1, 4, 6, 8, 1), zeros(5, 5, 5, 3, 2)),
      ShapeMismatchError,
      /maps of 3 channels need \[3, 3, 3, 3, outputs\]/,
    ],
  ])('%s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
