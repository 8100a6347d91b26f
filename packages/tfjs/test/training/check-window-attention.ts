import type { AttentionOptions } from '@fast-lncc/networks';
import { describe, expect, test } from 'vitest';
import { windowAttention } from '../../src/training/index.ts';
import { relativeError } from '../images.ts';
import { differentiate, expectExact, volume } from './differentiate.ts';
import { directWindowAttention } from './direct-transformer-verbs.ts';
import type { Volume } from './direct-verbs.ts';
import { onTensors, onVolumes, smooth } from './verb-inputs.ts';

/** Some planes along W. */
function planes({ shape, data }: Volume, places: readonly number[]): Volume {
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = shape;
  const lines = Array.from({ length: batch * depth * height }, (_, line) =>
    places.flatMap((place) =>
      Array.from({ length: channels }, (_, channel) => data[(line * width + place) * channels + channel] as number),
    ),
  );
  return { shape: [batch, depth, height, places.length, channels], data: lines.flat() };
}

/** Attention in windows on the active backend. */
export function checkWindowAttention(name: string): void {
  describe(`attention on ${name}`, () => {
    test.each<[string, AttentionOptions]>([
      ['', { heads: 2, window: [2, 2, 3], shift: [0, 0, 0] }],
      [', shifted', { heads: 2, window: [2, 2, 3], shift: [1, 1, 1] }],
      [', shifted along two axes, one window long', { heads: 1, window: [2, 2, 3], shift: [1, 0, 2] }],
    ])('attention in windows%s', async (_, options) => {
      const { heads } = options;
      await expectExact({
        f: onTensors((x, table) => windowAttention(x, table, options)),
        direct: onVolumes((x, table) => directWindowAttention(x, table, options)),
        inputs: [volume([1, 2, 4, 3, 12], 16, 4), volume([45, heads], 17, 2)],
        shape: [1, 2, 4, 3, 4],
        ...smooth,
      });
    });

    test('a token that sees itself alone gives its scores no gradient, not even a rounding error', async () => {
      const heads = 3;
      const options = { heads, window: [2, 2, 2], shift: [1, 1, 1] };
      const inputs = [volume([1, 2, 2, 2, 9 * 8], 23, 6), volume([27, heads], 24)];
      const { gradients } = await differentiate(
        onTensors((x, table) => windowAttention(x, table, options)),
        inputs,
        volume([1, 2, 2, 2, 3 * 8], 25),
      );
      const toScores = [
        ...Array.from(gradients[0] ?? []).filter((_, index) => index % (9 * 8) < 6 * 8),
        ...Array.from(gradients[1] ?? []),
      ];
      expect(Math.max(...toScores.map(Math.abs))).toBeLessThan(1e-30);
    });
  });
}

/** Groups of windows, on a grid that is large enough for two: half a minute on a backend in JavaScript. */
export function checkGroupedAttention(): void {
  test('attention goes by groups of windows where their scores are many', async () => {
    const options = { heads: 2, window: [4, 4, 4], shift: [0, 0, 2] };
    // 520 windows, of which 512 are in the first group.
    const [input, table] = [volume([1, 4, 4, 2080, 6], 26, 4), volume([343, 2], 27, 2)];
    const upstream = volume([1, 4, 4, 2080, 2], 28);
    const attend = onTensors((x, bias) => windowAttention(x, bias, options));
    const { values, gradients } = await differentiate(attend, [input, table], upstream);
    // Windows by themselves: the last one, and all others, which are not rolled around.
    const ends = [0, 1, 2078, 2079];
    const last = await differentiate(attend, [planes(input, ends), table], planes(upstream, ends));
    const inner = Array.from({ length: 2076 }, (_, index) => index + 2);
    const parts = [inner.slice(0, 1000), inner.slice(1000)];
    const unshifted = onTensors((x, bias) => windowAttention(x, bias, { ...options, shift: [0, 0, 0] }));
    const others: Awaited<ReturnType<typeof differentiate>>[] = [];
    for (const part of parts) {
      others.push(await differentiate(unshifted, [planes(input, part), table], planes(upstream, part)));
    }
    const whole = { shape: upstream.shape, data: values };
    const toInput = { shape: input.shape, data: gradients[0] ?? [] };
    for (const [index, result] of [last, ...others].entries()) {
      const own = [ends, ...parts][index] ?? [];
      expect(relativeError(planes(whole, own).data, result.values)).toBeLessThan(1e-6);
      expect(relativeError(planes(toInput, own).data, result.gradients[0] ?? [])).toBeLessThan(1e-6);
    }
    const toTable = Array.from(gradients[1] ?? [], (_, at) =>
      [last, ...others].reduce((sum, result) => sum + (result.gradients[1]?.[at] ?? Number.NaN), 0),
    );
    expect(relativeError(gradients[1] ?? [], toTable)).toBeLessThan(2e-6);
  });
}
