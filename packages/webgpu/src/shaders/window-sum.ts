import { float, repeat } from './literals.ts';

/** Whether a window adds its values as they are. */
export const isBox = (weights: Float64Array): boolean => weights.every((weight) => weight === 1);

/**
 * WGSL of the window sums at `outputs` neighboring positions, `output0 …` from the values `input0 …`: additions only, so
 * that nothing cancels and no value reaches beyond its windows.
 *
 * Neighbors of a box share what lies in all of their windows: a core, sums that grow to the left of it and sums that grow
 * to the right.
 */
export function windowSums(weights: Float64Array, outputs: number, input: string, output: string): string {
  const taps = weights.length;
  if (!isBox(weights) || outputs === 1 || taps < outputs) {
    return repeat(outputs, (at) => `let ${output}${at} = ${weightedSum(weights, at, input)};`).join('\n');
  }
  const core = sum(repeat(taps - outputs + 1, (tap) => `${input}${outputs - 1 + tap}`));
  const code = [`let ${output}core = ${core};`];
  for (let at = outputs - 2; at >= 0; at--) {
    code.push(`let ${output}left${at} = ${input}${at}${at < outputs - 2 ? ` + ${output}left${at + 1}` : ''};`);
  }
  for (let at = 1; at < outputs; at++) {
    code.push(`let ${output}right${at} = ${at > 1 ? `${output}right${at - 1} + ` : ''}${input}${taps + at - 1};`);
  }
  for (let at = 0; at < outputs; at++) {
    const [left, right] = [at < outputs - 1 ? `${output}left${at} + ` : '', at > 0 ? ` + ${output}right${at}` : ''];
    code.push(`let ${output}${at} = ${left}${output}core${right};`);
  }
  return code.join('\n');
}

/**
 * WGSL of a window sum along the march: every value that comes is added to all sums it belongs to, and the oldest of them
 * is finished. `result` is the sum whose window ends at `value`; sums under way are `state0 …`, one less than taps.
 */
export function marchingSum(weights: Float64Array, state: string, value: string, result: string): string {
  const pending = weights.length - 1;
  const weighed = (tap: number) => (weights[tap] === 1 ? value : `${float(weights[tap] as number)} * ${value}`);
  if (pending === 0) return `let ${result} = ${weighed(0)};`;
  return [
    `let ${result} = ${state}0 + ${weighed(pending)};`,
    ...repeat(pending - 1, (at) => `${state}${at} = ${state}${at + 1} + ${weighed(pending - 1 - at)};`),
    `${state}${pending - 1} = ${weighed(0)};`,
  ].join('\n');
}

function weightedSum(weights: Float64Array, first: number, input: string): string {
  const terms = Array.from(weights, (weight, tap) => {
    const value = `${input}${first + tap}`;
    return weight === 0 ? '' : weight === 1 ? value : `${float(weight)} * ${value}`;
  });
  const present = terms.filter((term) => term !== '');
  return present.length === 0 ? `0f * ${input}${first}` : sum(present);
}

const sum = (terms: readonly string[]): string => terms.join(' + ');
