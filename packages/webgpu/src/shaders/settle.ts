import type { Features } from '../features.ts';
import { settleConstantFields, settleFields, uniformBlock } from './fields.ts';
import { float, lines } from './literals.ts';
import { type StorageBinding, storage } from './march.ts';

/** Voxels of a group looked at to choose a center: it may be any constant, and only rounding depends on it. */
export const centerSamples = 4096;

/** Share of exact zeros above which an image counts as having a zero background, which centering would blur. */
const zeroBackgroundShare = 0.05;

const threads = 256;

/** What the kernel that settles centers and scale reads and writes. */
export function settleBindings({ automaticCenters, moments, derivatives }: Features): readonly StorageBinding[] {
  const read = (name: string): StorageBinding => ({ name, access: 'read', type: 'f32' });
  return [
    ...(automaticCenters ? [read('moving'), read('fixed')] : []),
    ...(automaticCenters && moments ? [read('mask')] : []),
    ...(derivatives === 'none' ? [] : [read('upstreamNumber')]),
    { name: 'table', access: 'read_write', type: 'f32' },
  ];
}

/**
 * One workgroup per group settles what the other kernels take from the table, without anything being read back:
 *
 * - the centers, 0 with a zero background, else the median of 256 means of 16 voxels spread evenly over the group, which a
 *   few wild voxels do not move. Values that are not finite, or under a moment mask of 0, do not count;
 * - the scale of the gradients, `factor · upstream`, and upstream itself.
 */
export function settleShader(features: Features): string {
  const { automaticCenters, derivatives } = features;
  return lines(
    uniformBlock(settleFields, settleConstantFields),
    storage(settleBindings(features)),
    automaticCenters && 'var<workgroup> means: array<vec2f, 256>;\nvar<workgroup> tallies: array<vec4f, 256>;',
    automaticCenters &&
      `fn isFinite(value: f32) -> bool { return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u; }`,
    `@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
let thread = i32(invocation);`,
    derivatives !== 'none' &&
      `if (job.group + i32(workgroup.x) == 0 && thread == 0) {
table[0] = job.factor * upstreamNumber[0];
table[1] = upstreamNumber[0];
}`,
    automaticCenters && chooseCenters(features),
    '}',
  );
}

function chooseCenters({ moments }: Features): string {
  const image = (name: string, component: 'x' | 'y', counted: 'x' | 'z', zeros: 'y' | 'w') =>
    `let value${name} = ${name}[at];
if (isFinite(value${name})) {
sum.${component} += value${name};
tally.${counted} += 1.0;
if (value${name} == 0.0) { tally.${zeros} += 1.0; }
}`;
  return lines(
    `var sum = vec2f();
var tally = vec4f();
for (var taken = thread; taken < job.samples; taken += ${threads}) {
let at = job.image + i32(workgroup.x) * job.stride + taken * job.step;`,
    moments && 'if (mask[at] > 0.0) {',
    image('moving', 'x', 'x', 'y'),
    image('fixed', 'y', 'z', 'w'),
    moments && '}',
    `}
means[thread] = sum / max(tally.xz, vec2f(1.0));
tallies[thread] = tally;
workgroupBarrier();
let own = means[thread];
var rank = vec2i();
var valid = vec2i();
var all = vec4f();
for (var other = 0; other < ${threads}; other++) {
let counted = tallies[other].xz > vec2f();
let mean = means[other];
let before = (mean < own) | ((mean == own) & vec2<bool>(other < thread));
rank += select(vec2i(), vec2i(1), counted & before);
valid += select(vec2i(), vec2i(1), counted);
all += tallies[other];
}
let at = job.centers + 2 * i32(workgroup.x);
let zeroBackground = all.yw > ${float(zeroBackgroundShare)} * all.xz;
let chosen = (tally.xz > vec2f()) & (rank == valid / 2);
if (chosen.x) { table[at] = select(own.x, 0.0, zeroBackground.x); }
if (chosen.y) { table[at + 1] = select(own.y, 0.0, zeroBackground.y); }
if (thread == 0) {
if (valid.x == 0) { table[at] = 0.0; }
if (valid.y == 0) { table[at + 1] = 0.0; }
}`,
  );
}
