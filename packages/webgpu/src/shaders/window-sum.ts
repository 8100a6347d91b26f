import { float, repeat } from './literals.ts';

/** Taps up to which sums are written out; beyond, loops keep the code short for compilers. */
export const mostUnrolled = 15;

/** WGSL of the weights of a window that is summed in a loop: `weigh_axis(tap, value)`. */
export const weighFunction = (axis: string, weights: Float64Array, type: string): string =>
  isBox(weights)
    ? `fn weigh_${axis}_${type}(tap: i32, value: ${type}) -> ${type} { return value; }`
    : `fn weigh_${axis}_${type}(tap: i32, value: ${type}) -> ${type} {
var weights = array<f32, ${weights.length}>(${Array.from(weights, float).join(', ')});
return weights[tap] * value;
}`;

/** Whether a window its values as they are. */
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

/** WGSL of the sums under way along the march, `state`: a variable each, or an array where there are many. */
export function marchingState(weights: Float64Array, state: string, type: string): string {
  const pending = weights.length - 1;
  if (weights.length > mostUnrolled) return `var ${state}: array<${type}, ${pending}>;`;
  return repeat(pending, (at) => `var ${state}${at} = ${type}();`).join('\n');
}

/**
 * WGSL of a window sum along the march: every value that comes is added to all sums it belongs to, and the oldest of them
 * is finished. `result` is the sum whose window ends at `value`; the sums under way are one less than taps.
 */
export function marchingSum(weights: Float64Array, state: string, value: string, result: string, type: string): string {
  const pending = weights.length - 1;
  if (weights.length > mostUnrolled) {
    return `let ${result} = ${state}[0] + weigh_z_${type}(${pending}, ${value});
for (var at = 0; at < ${pending - 1}; at++) { ${state}[at] = ${state}[at + 1] + weigh_z_${type}(${pending - 1} - at, ${value}); }
${state}[${pending - 1}] = weigh_z_${type}(0, ${value});`;
  }
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
