import type { Dispatch } from '../src/plan/dispatch.ts';
import type { Plan } from '../src/plan/plan.ts';
import { marchFields } from '../src/shaders/fields.ts';

/** Bytes that the dispatches of a plan have to bring from memory and take there, counted from what they bind. */
export interface Traffic {
  /** Every plane that a dispatch finishes, once. */
  readonly own: number;
  /** Everything that a dispatch touches, those planes included that its neighbor has just touched: nothing stays cached. */
  readonly all: number;
}

type March = Readonly<Record<(typeof marchFields)[number], number>>;

const fieldsOf = ({ block }: Dispatch): March =>
  Object.fromEntries(marchFields.map((name, at) => [name, block.integers[at]])) as March;

/** The traffic of the marching kernels; tables, partial sums and centers are some kilobytes. */
export function trafficOf({ dispatches, kept, features }: Plan): Traffic {
  const maps = { none: 0, moving: 3, both: 5 }[features.derivatives];
  let own = 0;
  let all = 0;
  for (const dispatch of dispatches) {
    if (dispatch.kernel !== 'scores' && dispatch.kernel !== 'gradient') continue;
    const fields = fieldsOf(dispatch);
    const groups = dispatch.workgroups[2] / fields.slabs;
    const plane = fields.width * fields.height;
    const planes = (fields.end - fields.first) * groups;
    for (const { name, access, size } of dispatch.bindings) {
      if (name === 'table' || name === 'partials') continue;
      if (name === 'kept') {
        const written = 4 * maps * planes * plane;
        own += written;
        all += access === 'read_write' ? written : Math.min(4 * kept, 4 * maps * (planes + reachOf(dispatch)) * plane);
        continue;
      }
      if (size === undefined) throw new Error(`${name} is bound as a whole`);
      own += 4 * planes * plane;
      all += size;
    }
  }
  return { own, all };
}

/** Planes around those a dispatch finishes: the loop of the march says how many. */
function reachOf({ code }: Dispatch): number {
  const [, reach] = /for \(var z = z0 - (\d+);/.exec(code) ?? [];
  return 2 * Number(reach);
}

/** Bytes of workgroup memory that a shader declares. */
export function workgroupBytes(code: string): number {
  const bytes: Readonly<Record<string, number>> = { f32: 4, vec2f: 8, vec4f: 16 };
  return [...code.matchAll(/var<workgroup> \w+: array<(\w+), (\d+)>/g)].reduce(
    (sum, [, type = '', count]) => sum + 16 * Math.ceil((Number(count) * (bytes[type] ?? Number.NaN)) / 16),
    0,
  );
}
