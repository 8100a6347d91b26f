import { formatShape, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import { type AttentionOptions, tableRows } from '@fast-lncc/networks';
import type * as tf from '@tensorflow/tfjs-core';
import { assertTensor } from '../inputs.ts';
import type { Windows } from './attend.ts';
import { splitVolume } from './volume.ts';
import { windowPlan } from './window-plans.ts';

/** Checks the inputs of an attention, and cuts its grid. */
export function planAttention(input: tf.Tensor, table: tf.Tensor, options: AttentionOptions): Windows {
  const { heads, window, shift } = options;
  const { batch, spatial, channels } = splitVolume('queriesKeysValues', input);
  if (batch !== 1) {
    throw new ShapeMismatchError(
      `queriesKeysValues has the shape ${formatShape(input.shape)}; attention takes a batch of 1: go sample by sample.`,
    );
  }
  if (!(Number.isInteger(heads) && heads > 0 && channels % (3 * heads) === 0)) {
    throw new UnsupportedOptionError(
      `heads is ${heads}, but queriesKeysValues has ${channels} channels; they must be a multiple of 3 · heads.`,
    );
  }
  const fits = spatial.every((length, axis) => Number.isInteger(length / (window[axis] ?? 0)));
  if (window.length !== 3 || !fits) {
    throw new UnsupportedOptionError(
      `window is [${window.join(', ')}]; it must divide the lengths [${spatial.join(', ')}] of D, H and W.`,
    );
  }
  const isShift = (distance: number, axis: number) =>
    Number.isInteger(distance) && distance >= 0 && distance < (window[axis] ?? 0);
  if (shift.length !== 3 || !shift.every(isShift)) {
    throw new UnsupportedOptionError(
      `shift is [${shift.join(', ')}]; give whole numbers from 0, below the window [${window.join(', ')}].`,
    );
  }
  assertTensor('table', table, '[relative positions, heads]');
  const rows = tableRows(window);
  if (formatShape(table.shape) !== formatShape([rows, heads])) {
    throw new ShapeMismatchError(
      `table has the shape ${formatShape(table.shape)}; a window [${window.join(', ')}] and ${heads} heads need ${formatShape([rows, heads])}.`,
    );
  }
  return { ...windowPlan(spatial, options, rows), heads, depth: channels / (3 * heads) };
}
