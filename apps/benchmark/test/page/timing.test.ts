import { describe, expect, test } from 'vitest';
import { calibrate, timeInTurn } from '../../page/measuring/timing.ts';

describe('how many evaluations a round has', () => {
  test.each([
    ['a slow one', 40, 1],
    ['one that takes 4 ms', 4, 8],
    ['one that takes no time', 0, 4096],
  ])('%s', async (_, each, expected) => {
    expect(await calibrate({ run: async (evaluations) => each * evaluations })).toBe(expected);
  });

  test('one long round among short ones is a hiccup', async () => {
    const times = [500, 1, 2, 40, 3];
    expect(await calibrate({ run: async (evaluations) => times.shift() ?? 10 * evaluations })).toBe(8);
  });
});

describe('rounds', () => {
  /** Contenders that note when they run, and take what they are told. */
  function noting(plan: Readonly<Record<'fused' | 'naive', () => number>>) {
    const order: string[] = [];
    const contenders = (['fused', 'naive'] as const).map((id, index) => ({
      id,
      evaluations: 2 ** (index + 1),
      run: async (evaluations: number) => {
        order.push(`${id} ${evaluations}`);
        return plan[id]() * evaluations;
      },
    }));
    return { order, contenders };
  }

  test('take all in turn; the first warms up and does not count', async () => {
    let fused = 0;
    let naive = 100;
    const { order, contenders } = noting({ fused: () => fused++, naive: () => naive++ });
    const turns: string[] = [];
    const times = await timeInTurn(
      contenders,
      3,
      (id, round) => turns.push(`${id} ${round}`),
      () => expect.unreachable(),
    );
    expect(order).toEqual(Array.from({ length: 4 }, () => ['fused 2', 'naive 4']).flat());
    expect(turns.slice(0, 3)).toEqual(['fused 0', 'naive 0', 'fused 1']);
    expect([...times]).toEqual([
      ['fused', [1, 2, 3]],
      ['naive', [101, 102, 103]],
    ]);
  });

  test('one that fails is left out from then on, and the others go on', async () => {
    let runs = 0;
    const { order, contenders } = noting({
      fused: () => {
        if (++runs === 2) throw new Error('no memory');
        return 1;
      },
      naive: () => 1,
    });
    const failures: unknown[] = [];
    const times = await timeInTurn(
      contenders,
      3,
      () => undefined,
      (id, error) => failures.push([id, (error as Error).message]),
    );
    expect(failures).toEqual([['fused', 'no memory']]);
    expect([...times]).toEqual([['naive', [1, 1, 1]]]);
    expect(order.filter((entry) => entry.startsWith('fused')).length).toBe(2);
  });

  test('end where a turn may not be taken', async () => {
    const { order, contenders } = noting({ fused: () => 1, naive: () => 1 });
    const stop = () => {
      if (order.length === 3) throw new Error('stopped');
    };
    await expect(timeInTurn(contenders, 3, stop, () => expect.unreachable())).rejects.toThrow('stopped');
    expect(order.length).toBe(3);
  });
});
