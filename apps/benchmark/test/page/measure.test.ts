import { DeviceLostError, DeviceMemoryError } from '@fast-lncc/webgpu';
import { describe, expect, test } from 'vitest';
import { compareAll, compareOutcomes } from '../../page/measuring/agreement.ts';
import type { Outcome, PageContender } from '../../page/measuring/contender.ts';
import { createImages } from '../../page/measuring/images.ts';
import { measure } from '../../page/measuring/measure.ts';
import type { OpenProblem } from '../../page/measuring/problem.ts';
import { referenceOf } from '../../page/measuring/reference.ts';
import type { Shape } from '../../src/data/volume.ts';
import type { PageContenderId } from '../../src/page/contenders.ts';
import { parseResult } from '../../src/page/parse-result.ts';
import type { PageResult } from '../../src/page/result.ts';
import { checkSize } from '../../src/page/settings.ts';

const session = '0123abcd';
const first: Shape = [6, 7, 8];
const second: Shape = [5, 5, 5];

interface Changes {
  /** What it makes of the right outcome. */
  readonly computes?: (outcome: Required<Outcome>, problem: OpenProblem) => Outcome;
  readonly runs?: (problem: OpenProblem) => number;
  readonly whyNot?: PageContender['whyNot'];
}

/** A contender that computes the float64 reference rounded to float32, or what it is told. */
function contender(id: PageContenderId, { computes = (right) => right, runs = () => 64, whyNot }: Changes = {}) {
  const made: PageContender & { disposed: number; timed: number } = {
    id,
    disposed: 0,
    timed: 0,
    ...(whyNot && { whyNot }),
    prepare: async (problem) => ({
      evaluate: async () => {
        const { loss, gradient } = referenceOf(problem);
        return computes({ loss: Math.fround(loss), gradient: Float32Array.from(gradient) }, problem);
      },
      run: async () => {
        made.timed++;
        return runs(problem);
      },
      dispose: () => void made.disposed++,
    }),
  };
  return made;
}

/** A session over fakes, and what it reported; every result has passed the server's check. */
async function run(contenders: readonly PageContender[], changes: { readonly stopAt?: string; failsAt?: Shape } = {}) {
  const results: PageResult[] = [];
  const fractions: number[] = [];
  const stopping = new AbortController();
  let open = 0;
  await measure({
    session,
    settings: { sizes: [first, second], rounds: 2 },
    contenders,
    openProblem: async (size) => {
      if (size === changes.failsAt) throw new DeviceMemoryError('no room\n  for images\u0007');
      open++;
      return { size, window: 3, ...createImages(size), dispose: () => void open-- };
    },
    wasHidden: () => false,
    report: (result) => results.push(parseResult(JSON.parse(JSON.stringify(result)))),
    onProgress: (text, fraction) => {
      fractions.push(fraction);
      if (changes.stopAt !== undefined && text.includes(changes.stopAt)) stopping.abort();
    },
    signal: stopping.signal,
  });
  expect(open).toBe(0);
  expect(fractions).toEqual(fractions.toSorted((one, other) => one - other));
  expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  const brief = results.map((result) => {
    const contenderId = 'contender' in result ? ` ${result.contender}` : '';
    const size = 'size' in result ? ` ${result.size.join('x')}` : '';
    const tail =
      result.kind === 'failure' ? ` ${result.error}` : result.kind === 'agreement' ? ` ${result.agrees}` : '';
    return `${result.kind}${size}${contenderId}${tail}`;
  });
  return { results, brief };
}

describe('a session', () => {
  test('compares with the reference, then with the others, then times', async () => {
    const [fused, naive] = [contender('fused'), contender('naive', { runs: () => 256 })];
    const { results, brief } = await run([fused, naive]);
    expect(brief).toEqual([
      'agreement 16x20x24 fused true',
      'agreement 16x20x24 naive true',
      ...['6x7x8', '5x5x5'].flatMap((size) => [
        `agreement ${size} fused true`,
        `agreement ${size} naive true`,
        `time ${size} fused`,
        `time ${size} naive`,
      ]),
      'end',
    ]);
    expect(results[4]).toMatchObject({ evaluations: 1, milliseconds: [64, 64] });
    expect(results[5]).toMatchObject({ evaluations: 1, milliseconds: [256, 256] });
    expect(results.at(-1)).toMatchObject({ complete: true });
    expect(fused.disposed).toBe(3);
  });

  test('the losses are those of the float64 reference', async () => {
    const { results } = await run([contender('fused')]);
    const { loss } = referenceOf({ size: checkSize, window: 3, ...createImages(checkSize) });
    expect(results[0]).toMatchObject({ expectedLoss: loss, loss: Math.fround(loss), against: 'reference' });
    expect((results[0] as { lossError: number }).lossError).toBeLessThan(1e-7);
  });

  test.each<[string, Changes['computes']]>([
    ['a loss', ({ loss, gradient }) => ({ loss: loss + 2e-5, gradient })],
    ['a loss that is NaN', ({ gradient }) => ({ loss: Number.NaN, gradient })],
    ['a gradient', ({ loss, gradient }) => ({ loss, gradient: gradient.map((value) => 1.0002 * value) })],
    ['a gradient with a NaN', ({ loss, gradient }) => ({ loss, gradient: gradient.with(7, Number.NaN) })],
    ['a gradient of another sign', ({ loss, gradient }) => ({ loss, gradient: gradient.map((value) => -value) })],
  ])('%s unlike the reference is never timed', async (_, computes) => {
    const wrong = contender('naive', { computes: computes! });
    const { brief } = await run([contender('fused'), wrong]);
    expect(brief).toContain('agreement 16x20x24 naive false');
    expect(brief.filter((line) => line.includes('naive')).length).toBe(1);
    expect(wrong.timed).toBe(0);
  });

  test('nor is one that is wrong at a size only, where most others agree', async () => {
    const wrong = contender('naive', {
      computes: ({ loss, gradient }, { size }) => ({ loss: size === second ? loss + 1 : loss, gradient }),
    });
    const { brief } = await run([contender('fused'), wrong, contender('tfjs-fused')]);
    expect(brief).toContain('time 6x7x8 naive');
    expect(brief).toContain('agreement 5x5x5 naive false');
    expect(brief).not.toContain('time 5x5x5 naive');
    expect(brief).toContain('time 5x5x5 fused');
  });

  test('of two that differ, neither is timed', async () => {
    const wrong = contender('naive', {
      computes: ({ loss, gradient }, { size }) => ({ loss: size === second ? loss + 1 : loss, gradient }),
    });
    const { brief } = await run([contender('fused'), wrong]);
    expect(brief.filter((line) => line.includes('5x5x5'))).toEqual([
      'agreement 5x5x5 fused false',
      'agreement 5x5x5 naive false',
    ]);
  });

  test('a contender that fails or is left out does not end the others', async () => {
    const failing = contender('naive', {
      runs: ({ size }) => {
        if (size === first) throw new DeviceMemoryError('no room');
        return 64;
      },
    });
    const large = contender('tfjs-fused', { whyNot: ({ size }) => (size === second ? 'too small' : undefined) });
    const { brief } = await run([contender('fused'), failing, large]);
    expect(brief).toContain('failure 6x7x8 naive DeviceMemoryError');
    expect(brief).not.toContain('time 6x7x8 naive');
    expect(brief).toContain('time 5x5x5 naive');
    expect(brief).toContain('failure 5x5x5 tfjs-fused LeftOut');
    expect(brief).toContain('time 6x7x8 tfjs-fused');
    expect(failing.disposed).toBe(3);
  });

  test('a lost device ends its size, and the next one is measured', async () => {
    const losing = contender('naive', {
      runs: ({ size }) => {
        if (size === first) throw new DeviceLostError('the GPU device was lost');
        return 64;
      },
    });
    const { brief } = await run([contender('fused'), losing]);
    expect(brief.filter((line) => line.includes('6x7x8'))).toEqual([
      'agreement 6x7x8 fused true',
      'agreement 6x7x8 naive true',
      'failure 6x7x8 DeviceLostError',
    ]);
    expect(brief).toContain('time 5x5x5 naive');
  });

  test('images for which there is no memory', async () => {
    const { results, brief } = await run([contender('fused')], { failsAt: first });
    expect(brief.filter((line) => line.includes('6x7x8'))).toEqual(['failure 6x7x8 DeviceMemoryError']);
    expect(results.find(({ kind }) => kind === 'failure')).toMatchObject({ message: 'no room for images' });
    expect(brief).toContain('time 5x5x5 fused');
  });

  test('stopped, it keeps what is finished and says that it is not whole', async () => {
    const fused = contender('fused');
    const { results, brief } = await run([fused], { stopAt: '5x5x5: fused, loss + gradient, round 1' });
    expect(brief).toEqual([
      'agreement 16x20x24 fused true',
      'agreement 6x7x8 fused true',
      'time 6x7x8 fused',
      'agreement 5x5x5 fused true',
      'end',
    ]);
    expect(results.at(-1)).toMatchObject({ complete: false });
    expect(fused.disposed).toBe(3);
  });
});

describe('comparisons', () => {
  const outcome = (loss: number, ...gradient: number[]): Outcome => ({ loss, gradient: Float32Array.from(gradient) });

  test('by the absolute difference of losses and the relative one of gradients', () => {
    const comparison = compareOutcomes(outcome(-0.5, 3, 4.5), { loss: -0.25, gradient: [3, 4] });
    expect(comparison).toEqual({ lossError: 0.25, gradientError: 0.1, agrees: false });
    expect(compareOutcomes({ loss: 1 }, outcome(1, 2))).toEqual({ lossError: 0, agrees: true });
  });

  test('with the one that most others equal; a loss without a gradient has no voice', () => {
    const entries = [
      { id: 'fused-loss', outcome: { loss: 7 } },
      { id: 'naive', outcome: outcome(7, 1) },
      { id: 'fused', outcome: outcome(1, 1) },
      { id: 'tfjs-fused', outcome: outcome(1, 1) },
    ] as const;
    const agreements = compareAll(entries);
    expect(agreements.map(({ against, agrees }) => [against, agrees])).toEqual([
      ['fused', false],
      ['fused', false],
      ['fused', true],
      ['fused', true],
    ]);
  });

  test('of nobody', () => {
    expect(compareAll([])).toEqual([]);
  });
});

test('the images are correlated, and the same everywhere', () => {
  const { moving, fixed } = createImages([2, 2, 2]);
  expect(Array.from(moving.slice(0, 3))).toEqual(Array.from(createImages([2, 2, 2]).moving.slice(0, 3)));
  const large = createImages([16, 16, 16]);
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = (one: Float32Array, other: Float32Array) =>
    mean(one.map((value, index) => value * other[index]!)) - mean(one) * mean(other);
  const correlation =
    covariance(large.moving, large.fixed) /
    Math.sqrt(covariance(large.moving, large.moving) * covariance(large.fixed, large.fixed));
  expect(correlation).toBeCloseTo(0.6 / Math.hypot(0.6, 0.4), 1);
  expect(fixed.length).toBe(8);
});
