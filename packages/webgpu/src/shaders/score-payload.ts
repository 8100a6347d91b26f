import type { Features } from '../features.ts';
import type { Geometry } from '../geometry.ts';
import type { Part, Payload } from './payload.ts';

/** The sums per voxel: S_I, S_J, S_II, S_JJ; S_IJ; under a moment mask B[m]; the touch of what is masked out. */
export function scorePayload(
  { moments, dropWindows }: Pick<Features, 'moments' | 'dropWindows'>,
  { channels }: Pick<Geometry, 'channels'>,
): Payload {
  const indexOfPlane = `job.image + group * ${channels} * volume + z * plane`;
  if (channels === 1 && !moments && !dropWindows) {
    return {
      raw: [{ name: 'pair', type: 'vec2f' }],
      parts: [
        { name: 'sums', type: 'vec4f' },
        { name: 'product', type: 'f32' },
      ],
      read: 'fn readVoxel(index: i32, center: vec2f) -> Raw { return Raw(vec2f(moving[index], fixed[index]) - center); }',
      indexOfPlane,
      expand: (raw) => [`vec4f(${raw}.pair, ${raw}.pair * ${raw}.pair)`, `${raw}.pair.x * ${raw}.pair.y`],
    };
  }
  const parts: Part[] = [
    { name: 'sums', type: 'vec4f' },
    { name: 'product', type: 'f32' },
    ...(moments ? [{ name: 'weight', type: 'f32' } as const] : []),
    ...(dropWindows ? [{ name: 'touched', type: 'f32' } as const] : []),
  ];
  return {
    raw: parts,
    parts,
    read: `fn readVoxel(index: i32, center: vec2f) -> Raw {
var raw = Raw();
let volume = job.width * job.height * job.depth;
for (var channel = 0; channel < ${channels}; channel++) {
let at = index + channel * volume;
let pair = vec2f(moving[at], fixed[at]) - center;
${
  moments
    ? `let weight = mask[at];
if (weight > 0.0) {
raw.sums += weight * vec4f(pair, pair * pair);
raw.product += weight * pair.x * pair.y;
raw.weight += weight;
}`
    : `raw.sums += vec4f(pair, pair * pair);
raw.product += pair.x * pair.y;`
}
${dropWindows ? 'if (!(mask[at] > 0.0)) { raw.touched += 1.0; }' : ''}
}
return raw;
}`,
    indexOfPlane,
    expand: (raw) => parts.map(({ name }) => `${raw}.${name}`),
  };
}
