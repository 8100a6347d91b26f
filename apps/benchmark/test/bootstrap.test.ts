import { describe, expect, test } from 'vitest';
import { seededRandom } from '../src/data/random.ts';
import { bootstrap, quantile } from '../src/report/bootstrap.ts';
import { mean, median, relativeSpread } from '../src/report/statistics.ts';

const reduction = ([own, other]: readonly Float64Array[]) => [100 * (1 - mean(own!) / mean(other!))];

/** Every resample of n values is as likely as every other: all nⁿ of them, sorted. */
function everyResample(samples: readonly (readonly number[])[], figure: (drawn: Float64Array[]) => number): number[] {
  const count = samples[0]!.length;
  const figures = Array.from({ length: count ** count }, (_, code) => {
    const indices = Array.from({ length: count }, (_, digit) => Math.floor(code / count ** digit) % count);
    return figure(samples.map((sample) => Float64Array.from(indices, (index) => sample[index]!)));
  });
  return figures.sort((first, second) => first - second);
}

describe('the paired bootstrap', () => {
  const baseline = [1000, 1300, 900, 1100, 1250];
  const own = [800, 1010, 770, 830, 1100];

  test('comes to the quantiles of all resamples', () => {
    const exact = everyResample([own, baseline], (drawn) => reduction(drawn)[0]!);
    const [interval] = bootstrap({ samples: [own, baseline], paired: true, statistics: reduction, resamples: 50_000 })!;
    expect(Math.abs(interval!.low - quantile(exact, 0.025))).toBeLessThan(0.15);
    expect(Math.abs(interval!.high - quantile(exact, 0.975))).toBeLessThan(0.15);
  });

  test('the same seed gives the same interval, another one a close one', () => {
    const request = { samples: [own, baseline], paired: true, statistics: reduction };
    expect(bootstrap({ ...request, seed: 7 })).toEqual(bootstrap({ ...request, seed: 7 }));
    expect(bootstrap({ ...request, seed: 8 })![0]!.low).toBeCloseTo(bootstrap({ ...request, seed: 7 })![0]!.low, -1);
  });

  test('what is drawn together keeps its ratio, whatever the scatter', () => {
    const paired = { samples: [baseline.map((time) => 0.75 * time), baseline], statistics: reduction };
    const [together] = bootstrap({ ...paired, paired: true })!;
    expect(together!.low).toBeCloseTo(25, 9);
    expect(together!.high).toBeCloseTo(25, 9);
    const [apart] = bootstrap({ ...paired, paired: false })!;
    expect(apart!.high - apart!.low).toBeGreaterThan(10);
  });

  test('holds the true value about as often as it says', () => {
    const { normal } = seededRandom(3);
    let held = 0;
    for (let experiment = 0; experiment < 200; experiment++) {
      const drift = Array.from({ length: 60 }, () => 50 * normal());
      const times = (length: number) => drift.map((shift) => length + shift + 20 * normal());
      const [interval] = bootstrap({
        samples: [times(800), times(1000)],
        paired: true,
        statistics: reduction,
        seed: experiment,
        resamples: 400,
      })!;
      if (interval!.low <= 20 && 20 <= interval!.high) held++;
    }
    expect(held / 200).toBeGreaterThan(0.89);
    expect(held / 200).toBeLessThan(0.99);
  });

  test('the interval of a mean is the normal one for many values', () => {
    const { normal } = seededRandom(5);
    const values = Array.from({ length: 2000 }, () => 10 + 3 * normal());
    const [interval] = bootstrap({ samples: [values], paired: false, statistics: ([drawn]) => [mean(drawn!)] })!;
    expect((interval!.high - interval!.low) / ((2 * 1.96 * 3) / Math.sqrt(2000))).toBeCloseTo(1, 1);
    expect((interval!.high + interval!.low) / 2).toBeCloseTo(mean(values), 2);
  });

  test('few values, or unequal numbers of pairs, have no interval', () => {
    const four = [1, 2, 3, 4];
    expect(bootstrap({ samples: [four, four], paired: true, statistics: reduction })).toBeUndefined();
    expect(bootstrap({ samples: [own, [...baseline, 1]], paired: true, statistics: reduction })).toBeUndefined();
  });
});

test('quantiles lie between neighbors', () => {
  expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
  expect(quantile([1, 2], 0.9)).toBeCloseTo(1.9, 12);
  expect(quantile([7], 0.3)).toBe(7);
  expect(median([3, 1, 2, 10])).toBe(2.5);
});

test('the spread is the interquartile range over the median', () => {
  expect(relativeSpread([10, 20, 30, 40, 50])).toBeUndefined();
  expect(relativeSpread([10, 20, 30, 40, 50, 60, 70])).toBe(30 / 40);
});
