import type { Features } from '../features.ts';
import type { Geometry } from '../geometry.ts';
import type { Tile } from '../plan/tile.ts';
import { lines } from './literals.ts';
import { marchShader, type StorageBinding } from './march.ts';
import type { Payload } from './payload.ts';
import { centerFunction } from './table.ts';

/** What the kernel of the gradients reads and writes, in the order of its bindings. */
export function gradientBindings({ derivatives, moments }: Features): readonly StorageBinding[] {
  const read = (name: string): StorageBinding => ({ name, access: 'read', type: 'f32' });
  const write = (name: string): StorageBinding => ({ name, access: 'read_write', type: 'f32' });
  return [
    read('moving'),
    read('fixed'),
    read('table'),
    ...(moments ? [read('mask')] : []),
    read('kept'),
    write('gradientMoving'),
    ...(derivatives === 'both' ? [write('gradientFixed')] : []),
  ];
}

/** The window sums of the kept maps: B[a], B[β_I], B[g_I], and for both gradients B[β_J], B[g_J]. */
export function gradientPayload({ derivatives }: Features): Payload {
  const both = derivatives === 'both';
  const at = (map: number) => `kept[index${map === 0 ? '' : ` + ${map} * job.keptVolume`}]`;
  const parts = [
    { name: 'slopes', type: both ? ('vec4f' as const) : ('vec2f' as const) },
    { name: 'means', type: 'f32' as const },
  ];
  return {
    raw: parts,
    parts,
    read: `fn readVoxel(index: i32, center: vec2f) -> Raw { return Raw(${
      both ? `vec4f(${at(0)}, ${at(1)}, ${at(2)}, ${at(3)}), ${at(4)}` : `vec2f(${at(0)}, ${at(1)}), ${at(2)}`
    }); }`,
    indexOfPlane: '(group * job.keptPlanes + z % job.keptPlanes) * plane',
    expand: (raw) => parts.map(({ name }) => `${raw}.${name}`),
  };
}

/**
 * The kernel of the gradients, from the maps that the scores left behind:
 *
 *     dL/dI = scale · ((J − c_J) B[a] − (I − c_I) B[β_I] − B[g_I])        dL/dJ likewise; a moment mask multiplies both
 */
export function gradientShader(geometry: Geometry, features: Features, tile: Tile): string {
  const both = features.derivatives === 'both';
  const masked = (value: string) => (features.moments ? `select(0.0, weight * (${value}), weight > 0.0)` : value);
  return marchShader({
    geometry,
    tile,
    bindings: gradientBindings(features),
    payload: gradientPayload(features),
    declarations: centerFunction(features.centered),
    finish: lines(
      'let scale = table[0];',
      `for (var channel = 0; channel < ${geometry.channels}; channel++) {
let at = job.image + (group * ${geometry.channels} + channel) * volume + zc * plane + y * job.width + x;
let pair = vec2f(moving[at], fixed[at]) - center;`,
      features.moments && 'let weight = mask[at];',
      `gradientMoving[at] = ${masked(`scale * (pair.y * slopes.x - pair.x * slopes.y - ${both ? 'slopes.z' : 'means'})`)};`,
      both && `gradientFixed[at] = ${masked('scale * (pair.x * slopes.x - pair.y * slopes.w - means)')};`,
      '}',
    ),
  });
}
