import { planWindows } from '@fast-lncc/networks';
import { describe, expect, test } from 'vitest';
import { readGoldenPiece } from '../src/golden/index.ts';

describe('the windows of attention', () => {
  test.each(['swin_block_plain', 'swin_layer_shifted_aniso'])(
    '%s: relative positions are the authors',
    async (name) => {
      const { grid = [], window = [], index } = await readGoldenPiece(name);
      expect([...planWindows(grid, { window, shift: [0, 0, 0] }).relativeIndex]).toEqual(index?.data);
    },
  );

  test('after a shift, tokens see those of their region alone, as in the authors mask', async () => {
    const { grid = [], window = [], shift = [], mask } = await readGoldenPiece('swin_block_shifted');
    const { windows, tokens, regions } = planWindows(grid, { window, shift });
    const own = Array.from({ length: windows * tokens * tokens }, (_, pair) => {
      const [query, key] = [Math.floor(pair / tokens), Math.floor(pair / tokens ** 2) * tokens + (pair % tokens)];
      return regions?.[query] === regions?.[key] ? 0 : -100;
    });
    expect(own).toEqual(mask?.data);
  });

  test('every token has one place, an anisotropic shift included', () => {
    const plan = planWindows([4, 6, 8], { window: [2, 3, 4], shift: [1, 1, 2] });
    expect([...plan.order].toSorted((a, b) => a - b)).toEqual([...plan.order.keys()]);
    for (const [token, at] of plan.inverse.entries()) expect(plan.order[at]).toBe(token);
    expect(plan.order[0]).toBe((1 * 6 + 1) * 8 + 2);
    expect(planWindows([4, 6, 8], { window: [2, 3, 4], shift: [0, 0, 0] }).regions).toBeUndefined();
  });
});
