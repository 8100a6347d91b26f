import { describe, expect, test } from 'vitest';
import { largestAlive, type RecordedStep } from '../../../src/training/memory/largest-alive.ts';

const map = (elements: number) => ({ shape: [1, elements] });
const step = (known: Pick<RecordedStep, 'inputs' | 'output'> & Partial<RecordedStep>): RecordedStep => ({
  keeps: [],
  extra: 0,
  whileForward: 0,
  whileBackward: 0,
  ...known,
});

describe('the most elements alive', () => {
  const [image, first, second, loss] = [map(10), map(100), map(1000), map(1)];

  test('without anything kept are those of the largest step, back: the gradients on both sides of it', () => {
    const steps = [
      step({ inputs: [image], output: first }),
      step({ inputs: [first], output: second }),
      step({ inputs: [second], output: loss }),
    ];
    // Going back through the second step: gradients of its output and its input.
    expect(largestAlive(steps)).toBe(1100);
  });

  test('include what is kept until the way back has passed', () => {
    const steps = [
      step({ inputs: [image], output: first, keeps: [image] }),
      step({ inputs: [first], output: second, keeps: [first] }),
      step({ inputs: [second], output: loss, keeps: [second] }),
    ];
    // Image, first and second are kept, and the gradient of second is made: before the last step is freed.
    expect(largestAlive(steps)).toBe(10 + 100 + 1000 + 1000 + 0);
  });

  test('include what a step needs for itself, and what it makes forward for the way back', () => {
    const forward = [step({ inputs: [image], output: first, whileForward: 5000 })];
    expect(largestAlive(forward)).toBe(5000 + 10 + 100);
    const backward = [
      step({ inputs: [image], output: first, extra: 50, whileBackward: 500 }),
      step({ inputs: [first], output: loss }),
    ];
    // The way back through the first step: the gradient of its output, what it kept, what it needs.
    expect(largestAlive(backward)).toBe(100 + 50 + 500);
  });

  test('count a map that two steps read once, with one gradient from the last of them on', () => {
    const steps = [
      step({ inputs: [image], output: first }),
      step({ inputs: [first], output: second, keeps: [first] }),
      step({ inputs: [first, second], output: loss, keeps: [first, second] }),
    ];
    expect(largestAlive(steps)).toBe(100 + 1000 + 100 + 1000);
  });
});
