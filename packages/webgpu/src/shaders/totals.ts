import type { ResolvedDefinition } from '@fast-lncc/core';
import type { Features } from '../features.ts';
import type { Geometry } from '../geometry.ts';
import { totalConstantFields, totalFields, uniformBlock } from './fields.ts';
import { float, lines } from './literals.ts';
import { type StorageBinding, storage } from './march.ts';

const threads = 256;

/** Smallest sum of weights divided by: with no window left the loss is 0. */
const leastWeight = 1e-20;

/** What the kernel of the totals reads and writes. */
export function totalBindings({ weighedMean, derivatives }: Features): readonly StorageBinding[] {
  return [
    { name: 'partials', access: 'read', type: 'vec2f' },
    ...(weighedMean && derivatives !== 'none' ? [{ name: 'table', access: 'read_write', type: 'f32' } as const] : []),
    { name: 'loss', access: 'read_write', type: 'f32' },
  ];
}

/** What the mean divides by where that is known beforehand; 1 for sums and maps. */
export const knownDivisor = ({ reduction }: ResolvedDefinition, { scored }: Geometry): number =>
  reduction === 'mean' ? scored : 1;

/** The sign with which scores enter the loss. */
export const signOf = ({ form }: ResolvedDefinition): number => (form === 'positive' ? 1 : -1);

/** The numbers of the totals. */
export function totalConstants(
  definition: ResolvedDefinition,
  geometry: Geometry,
  { oneUnweighted }: Features,
): Readonly<Record<(typeof totalConstantFields)[number], number>> {
  const { form, reduction } = definition;
  const one = form === 'oneMinus';
  const ofWeights = one && reduction !== 'mean' && !oneUnweighted;
  return {
    divisor: knownDivisor(definition, geometry),
    lossSign: signOf(definition),
    lossOne: !one || ofWeights ? 0 : reduction === 'mean' ? 1 : geometry.scored,
    lossOfWeights: ofWeights ? 1 : 0,
  };
}

/**
 * One workgroup adds up the partial sums, in an order that is always the same, and writes the loss: `Σ w s` over the
 * divisor in the definition's form. Where the mean divides by `Σ w`, the scale of the gradients is known only then.
 */
export function totalShader(features: Features): string {
  const { weighedMean, derivatives } = features;
  const steps: string[] = [];
  for (let step = threads / 2; step >= 1; step /= 2) {
    steps.push(`if (thread < ${step}) { sums[thread] += sums[thread + ${step}]; }\nworkgroupBarrier();`);
  }
  return lines(
    uniformBlock(totalFields, totalConstantFields),
    storage(totalBindings(features)),
    `var<workgroup> sums: array<vec2f, ${threads}>;
@compute @workgroup_size(${threads})
fn main(@builtin(local_invocation_index) invocation: u32) {
let thread = i32(invocation);
var own = vec2f();
for (var at = thread; at < job.partials; at += ${threads}) { own += partials[at]; }
sums[thread] = own;
workgroupBarrier();`,
    ...steps,
    `if (thread == 0) {
let total = sums[0];
let divisor = ${weighedMean ? `max(total.y, ${float(leastWeight)})` : 'job.divisor'};
loss[0] = job.lossSign * total.x / divisor + job.lossOne + job.lossOfWeights * total.y;`,
    weighedMean && derivatives !== 'none' && 'table[0] = job.lossSign * table[1] / divisor;',
    '}\n}',
  );
}
