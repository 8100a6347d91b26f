import type { ResolvedDefinition } from '@fast-lncc/core';
import { lines } from './literals.ts';

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
export function scoreCode({ score: kind }: Pick<ResolvedDefinition, 'score'>, wanted: Derivatives): string {
  const squared = kind === 'squared';
  const floored = (name: string, floor: string) => `select(${name}, job.${floor}, ${name} < job.${floor})`;
  return lines(
    `let c = ${floored('covariance', 'covarianceFloor')};
let p = ${floored('varianceI', 'varianceFloor')} + job.varianceAdd;
let q = ${floored('varianceJ', 'varianceFloor')} + job.varianceAdd;
let varianceProduct = p * q;
let stabilized = varianceProduct + job.product;`,
    squared ? 'let denominator = stabilized;' : 'let root = sqrt(stabilized);\nlet denominator = root + job.rootAdd;',
    `let numerator = ${squared ? 'c * c' : 'c'} + job.numerator;
let raw = ${kind === 'absolute' ? 'abs(numerator)' : 'numerator'} / denominator;
let isHigh = raw > job.clampHigh;
let isLow = raw < job.clampLow;
let isPerfect = raw >= job.perfectFrom;
let isFlat = varianceProduct <= job.flatThreshold;
var score = select(select(raw, job.clampHigh, isHigh), job.clampLow, isLow);
score = select(score, 0.0, score >= job.perfectFrom);
score = select(score, job.flatScore, isFlat);`,
    wanted !== 'none' && derivativeCode(kind, wanted),
  );
}

function derivativeCode(kind: ResolvedDefinition['score'], wanted: Derivatives): string {
  const squared = kind === 'squared';
  const slope = squared ? 'c * inverse' : kind === 'absolute' ? 'sign(numerator) * inverse' : 'inverse';
  const variance = (image: 'I' | 'J', other: string) =>
    `let beta${image} = select(slopeV * ${other}, 0.0, replaced || variance${image} <= job.varianceFloor);`;
  return lines(
    `let replaced = isHigh || isLow || isPerfect || isFlat;
let inverse = ${squared ? '2.0' : '1.0'} / denominator;
let a = select(${slope}, 0.0, replaced || covariance <= job.covarianceFloor);
let slopeV = raw * inverse${squared ? '' : ' / root'};`,
    variance('I', 'q'),
    wanted === 'both' && variance('J', 'p'),
  );
}
