import type { ResolvedDefinition } from '@fast-lncc/core';
import { float, lines } from './literals.ts';
import type { ScoreConstants } from './score-constants.ts';

/** Which derivatives the score comes with. */
export type Derivatives = 'none' | 'moving' | 'both';

/**
 * WGSL of the score of one window and its derivatives. It reads `covariance`, `varianceI`, `varianceJ` and sets `score`
 * and, where asked for, `a = ∂s/∂C` and `betaI = −2 ∂s/∂V_I`, `betaJ`:
 *
 *     Ĉ = max(C, γ)   P = max(V_I, τ) + δ   Q = max(V_J, τ) + δ   D = P Q + ε
 *     squared  s = (Ĉ² + η) / D           a = 2Ĉ/D                 β_I = 2s/D · Q
 *     signed   s = (Ĉ + η) / (√D + ζ)     a = 1/(√D + ζ)           β_I = s/(√D (√D + ζ)) · Q      absolute: |s|
 *
 * Derivatives are 0 where a floor, a clamp or a gate replaced what they are taken of. Everything is selected by
 * comparisons that NaN fails, never by `max`, which may drop NaN: it stays visible.
 */
export function scoreCode(definition: ResolvedDefinition, constants: ScoreConstants, wanted: Derivatives): string {
  const { stabilizer, score: kind } = definition;
  const squared = kind === 'squared';
  const floored = (name: string, floor: number) =>
    floor === -Infinity ? name : `select(${name}, ${float(floor)}, ${name} < ${float(floor)})`;
  const plus = (expression: string, value: number) => (value === 0 ? expression : `${expression} + ${float(value)}`);
  return lines(
    `let c = ${floored('covariance', constants.covarianceFloor)};
let p = ${plus(floored('varianceI', constants.varianceFloor), constants.varianceAdd)};
let q = ${plus(floored('varianceJ', constants.varianceFloor), constants.varianceAdd)};
let varianceProduct = p * q;
let stabilized = ${plus('varianceProduct', constants.product)};`,
    squared
      ? 'let denominator = stabilized;'
      : `let root = sqrt(stabilized);\nlet denominator = ${plus('root', constants.rootAdd)};`,
    `let numerator = ${plus(squared ? 'c * c' : 'c', constants.numerator)};
let raw = ${kind === 'absolute' ? 'abs(numerator)' : 'numerator'} / denominator;
var score = raw;
var live = true;`,
    clampCode(stabilizer.clampScore),
    stabilizer.dropPerfect && 'if (score >= 1.0) { score = 0.0; }\nif (raw >= 1.0) { live = false; }',
    constants.flatThreshold !== undefined &&
      `if (varianceProduct <= ${float(constants.flatThreshold)}) { score = ${float(stabilizer.flat?.score ?? 0)}; live = false; }`,
    wanted !== 'none' && derivativeCode(kind, constants, wanted),
  );
}

const clampCode = ([low, high]: readonly [number, number]): string =>
  lines(
    high !== Infinity && `if (raw > ${float(high)}) { score = ${float(high)}; live = false; }`,
    low !== -Infinity && `if (raw < ${float(low)}) { score = ${float(low)}; live = false; }`,
  );

function derivativeCode(
  kind: ResolvedDefinition['score'],
  { covarianceFloor, varianceFloor }: ScoreConstants,
  wanted: Derivatives,
): string {
  const squared = kind === 'squared';
  const slope = squared ? 'c * inverse' : kind === 'absolute' ? 'sign(numerator) * inverse' : 'inverse';
  const above = (name: string, floor: number) => (floor === -Infinity ? '' : ` && !(${name} <= ${float(floor)})`);
  const variance = (image: 'I' | 'J', other: string) =>
    `let beta${image} = select(0.0, slopeV * ${other}, live${above(`variance${image}`, varianceFloor)});`;
  return lines(
    `let inverse = ${squared ? '2.0' : '1.0'} / denominator;
let a = select(0.0, ${slope}, live${above('covariance', covarianceFloor)});
let slopeV = raw * inverse${squared ? '' : ' / root'};`,
    variance('I', 'q'),
    wanted === 'both' && variance('J', 'p'),
  );
}
