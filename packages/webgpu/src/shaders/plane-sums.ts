import type { Axis, Geometry } from '../geometry.ts';
import { lines, repeat } from './literals.ts';
import type { Part, Payload } from './payload.ts';
import { mostUnrolled, weighFunction, windowSums } from './window-sum.ts';

/** Outputs along x that one thread sums at once. */
export const stripLength = 4;

const isLooped = ({ weights }: Axis): boolean => weights.length > mostUnrolled;

/** Taps up to which sums are written out where each has to be checked against the border. */
const mostUnrolledBranches = 3;

/** WGSL of the functions that sums in loops need; those along x are looped wherever nothing is staged. */
export function loopFunctions({ width, height, depth }: Geometry, parts: readonly Part[]): string {
  const types = [...new Set(parts.map(({ type }) => type))];
  const axes = { x: width, y: height, z: depth };
  return lines(
    ...Object.entries(axes).flatMap(([name, axis]) =>
      isLooped(axis) || name === 'x' ? types.map((type) => weighFunction(name, axis.weights, type)) : [],
    ),
  );
}

/**
 * WGSL of the sums along x of one strip, `x_name0 …`, from workgroup memory or from the images; `row` and `column` say
 * where in the tile it begins.
 *
 * @param rawStride Elements of a staged row; `undefined` where nothing is staged.
 */
export function stripSums(payload: Payload, { width, height }: Geometry, rawStride: number | undefined): string {
  const { raw, parts, expand } = payload;
  const taps = width.weights.length + stripLength - 1;
  const begin =
    rawStride === undefined
      ? `let imageX = x0 + column - ${width.reach};
let imageY = y0 + row - ${height.reach};
let rowInside = imageY >= 0 && imageY < job.height;
let start = planeIndex + imageY * job.width + imageX;`
      : `let start = row * ${rawStride} + column;`;
  const load = (tap: string | number, name: string) =>
    rawStride === undefined
      ? `var ${name} = Raw();
if (rowInside && imageX + ${tap} >= 0 && imageX + ${tap} < job.width) { ${name} = readVoxel(start + ${tap}, center); }`
      : `let ${name} = Raw(${raw.map((part) => `staged_${part.name}[start + ${tap}]`).join(', ')});`;
  const expanded = (name: string, suffix: string | number) =>
    expand(name).map((value, at) => `let tap_${parts[at]?.name}${suffix} = ${value};`);
  // Each tap of what is not staged has a branch of its own, which compilers for processors take long over.
  const looped = isLooped(width) || (rawStride === undefined && width.weights.length > mostUnrolledBranches);
  if (!looped) {
    return lines(
      begin,
      ...repeat(taps, (tap) => lines(load(tap, `raw${tap}`), ...expanded(`raw${tap}`, tap))),
      ...parts.map(({ name }) => windowSums(width.weights, stripLength, `tap_${name}`, `x_${name}`)),
    );
  }
  const outputs = repeat(stripLength, (at) => at);
  return lines(
    begin,
    ...parts.flatMap(({ name, type }) => outputs.map((at) => `var x_${name}${at} = ${type}();`)),
    `for (var tap = 0; tap < ${taps}; tap++) {`,
    load('tap', 'raw'),
    ...expanded('raw', ''),
    ...outputs.map((at) =>
      lines(
        `if (tap >= ${at} && tap < ${at + width.weights.length}) {`,
        ...parts.map(({ name, type }) => `x_${name}${at} += weigh_x_${type}(tap - ${at}, tap_${name});`),
        '}',
      ),
    ),
    '}',
  );
}

/**
 * WGSL of the sums along y of one part at `rows` neighbors, into `value_name0 …`; `at` is where the first one's column begins
 * in the sums along x.
 */
export function columnSums({ name, type }: Part, weights: Float64Array, rows: number, sumStride: number): string {
  const outputs = repeat(rows, (row) => row);
  if (weights.length > mostUnrolled) {
    const add = (row: number) =>
      `value_${name}${row} += weigh_y_${type}(tap, sums_${name}[at + (tap + ${row}) * ${sumStride}]);`;
    return `for (var tap = 0; tap < ${weights.length}; tap++) { ${outputs.map(add).join(' ')} }`;
  }
  return lines(
    ...repeat(weights.length + rows - 1, (tap) => `let row_${name}${tap} = sums_${name}[at + ${tap * sumStride}];`),
    windowSums(weights, rows, `row_${name}`, `y_${name}`),
    ...outputs.map((row) => `value_${name}${row} = y_${name}${row};`),
  );
}
