import { expect, test } from 'vitest';
import { continueRandom, createNormal, createRandom, type RandomState } from '../src/index.ts';

test('numbers are in [0, 1), repeat, and fill it evenly', () => {
  const random = createRandom(42);
  const again = createRandom(42);
  const bins = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 20000; draw++) {
    const value = random();
    expect(value).toBe(again());
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThan(1);
    const bin = Math.floor(value * 10);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  // Five standard deviations of a bin's count are 212.
  for (const count of bins) expect(Math.abs(count - 2000)).toBeLessThan(212);
});

test('normal numbers have mean 0 and variance 1', () => {
  const normal = createNormal(createRandom(1));
  const values = Array.from({ length: 20000 }, normal);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.035);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test('the numbers of a seed stay what they are', () => {
  const random = createRandom(42);
  expect([random(), random(), random(), random()]).toEqual([
    0.15377165307290852, 0.8504893006756902, 0.018084544222801924, 0.21193028264679015,
  ]);
});

test('a generator goes on from its state, whenever that was taken', () => {
  const random = createRandom(7);
  for (let draw = 0; draw < 100; draw++) {
    const again = continueRandom(JSON.parse(JSON.stringify(random.state())) as RandomState);
    for (let ahead = 0; ahead < 3; ahead++) {
      const copy = continueRandom(again.state());
      expect(copy()).toBe(again());
    }
    expect(continueRandom(random.state())()).toBe(random());
  }
});
