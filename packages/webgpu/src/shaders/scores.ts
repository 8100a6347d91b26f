import type { ResolvedDefinition } from '@fast-lncc/core';
import type { Features } from '../features.ts';
import type { Geometry } from '../geometry.ts';
import { type Tile, threadsOf } from '../plan/tile.ts';
import { scoreConstantFields } from './fields.ts';
import { float, lines } from './literals.ts';
import { type ColumnValue, marchShader, type StorageBinding } from './march.ts';
import { scoreCode } from './score.ts';
import { dividesPerWindow } from './score-constants.ts';
import { scorePayload } from './score-payload.ts';
import { centerFunction } from './table.ts';

/** Smallest N divided by: an empty window has sums of exactly 0, so its statistics are 0. */
const leastSamples = 1e-20;

/** What the kernel of the scores reads and writes, in the order of its bindings. */
export function scoreBindings(features: Features): readonly StorageBinding[] {
  const read = (name: string): StorageBinding => ({ name, access: 'read', type: 'f32' });
  const write = (name: string, type: StorageBinding['type'] = 'f32'): StorageBinding => ({
    name,
    access: 'read_write',
    type,
  });
  return [
    read('moving'),
    read('fixed'),
    ...(usesTable(features) ? [read('table')] : []),
    ...(features.mask ? [read('mask')] : []),
    ...(features.upstreamMap ? [read('upstream')] : []),
    write('partials', 'vec2f'),
    ...(features.derivatives === 'none' ? [] : [write('kept')]),
    ...(features.map ? [write('map')] : []),
  ];
}

const usesTable = ({ centered, countsVary, corrected }: Features): boolean => centered || countsVary || corrected;

/** Maps kept per voxel: a, β_I, g_I, and for both gradients β_J, g_J. */
export const keptMaps = ({ derivatives }: Features): number => ({ none: 0, moving: 3, both: 5 })[derivatives];

/**
 * The kernel of the scores: from two images to partial sums of the loss and, where a gradient is wanted, to the maps that
 * go through the window again: a, and per image β and `g_I = (a S_J − β_I S_I) / N`, of centered images.
 */
export function scoreShader(
  definition: ResolvedDefinition,
  geometry: Geometry,
  features: Features,
  tile: Tile,
): string {
  return marchShader({
    geometry,
    tile,
    bindings: scoreBindings(features),
    constants: scoreConstantFields,
    payload: scorePayload(features, geometry),
    declarations: lines(centerFunction(features.centered), features.weighted && meanMaskFunction(geometry)),
    before: 'var scoreSum = 0.0;\nvar weightSum = 0.0;',
    perColumn: columnValues(geometry, features),
    finish: finishCode(definition, geometry, features),
    after: reduceCode(tile),
  });
}

function columnValues({ width, height }: Geometry, features: Features): ColumnValue[] {
  const count = 'table[4 + job.depth + y] * table[4 + job.depth + job.height + x]';
  const within = (position: string, length: string, radius: number) =>
    `${position} >= ${radius} && ${position} < ${length} - ${radius}`;
  const scored = `${within('x', 'job.width', width.radius)} && ${within('y', 'job.height', height.radius)}`;
  return [
    ...(features.countsVary || features.corrected ? [{ name: 'columnCount', type: 'f32' as const, value: count }] : []),
    ...(features.interiorOnly ? [{ name: 'columnScored', type: 'bool' as const, value: scored }] : []),
  ];
}

function finishCode(definition: ResolvedDefinition, { channels, depth }: Geometry, features: Features): string {
  const perWindow = dividesPerWindow(definition, features) ? ' * perSample' : '';
  return lines(
    'let voxel = zc * plane + y * job.width + x;',
    weightCode(features, channels, depth.radius),
    (features.countsVary || features.corrected) && 'let count = columnCount * table[4 + zc];',
    features.corrected
      ? // Zeros outside count as samples, and they are centered too.
        `let excess = count - job.wholeWeight;
let sI = sums.x + excess * center.x;
let sJ = sums.y + excess * center.y;
let sII = sums.z - excess * center.x * center.x;
let sJJ = sums.w - excess * center.y * center.y;
let sIJ = product - excess * center.x * center.y;`
      : `let sI = sums.x;
let sJ = sums.y;
let sII = sums.z;
let sJJ = sums.w;
let sIJ = product;`,
    features.moments
      ? `let perSample = 1.0 / select(${float(leastSamples)}, weight, weight > ${float(leastSamples)});`
      : `let perSample = ${features.countsVary ? '1.0 / count' : 'job.perSample'};`,
    `let meanI = sI * perSample;
let meanJ = sJ * perSample;
let covariance = (sIJ - meanI * sJ)${perWindow};
let varianceI = (sII - meanI * sI)${perWindow};
let varianceJ = (sJJ - meanJ * sJ)${perWindow};`,
    scoreCode(definition, features.derivatives),
    // Selected, so that NaN where nothing counts does not leak.
    'let counted = scoreWeight > 0.0;\nlet weighted = select(0.0, score * scoreWeight, counted);',
    'scoreSum += weighted;\nweightSum += scoreWeight;',
    features.map &&
      `map[job.map + group * volume + voxel] = job.mapOne * ${features.oneUnweighted ? 'select(0.0, 1.0, interior)' : 'scoreWeight'} + job.mapSign * weighted;`,
    features.derivatives !== 'none' && keepCode(features, perWindow !== ''),
  );
}

/** What a window counts: nothing outside the interior of border `valid`, nothing when it is empty, else by the mask. */
function weightCode(
  { interiorOnly, moments, dropWindows, weighted }: Features,
  channels: number,
  radius: number,
): string {
  const read = `meanMask(job.image + group * ${channels} * volume + voxel, volume)`;
  return lines(
    `let interior = ${interiorOnly ? `columnScored && zc >= ${radius} && zc < job.depth - ${radius}` : 'true'};`,
    `var scoreWeight = ${weighted ? `select(0.0, ${read}, interior)` : 'select(0.0, 1.0, interior)'};`,
    moments && 'if (!(weight > 0.0)) { scoreWeight = 0.0; }',
    dropWindows && 'if (touched > 0.0) { scoreWeight = 0.0; }',
  );
}

/** WGSL of the mask's mean over the channels that share a window. */
const meanMaskFunction = ({ channels }: Geometry): string =>
  `fn meanMask(index: i32, volume: i32) -> f32 {
var sum = 0.0;
for (var channel = 0; channel < ${channels}; channel++) { sum += mask[index + channel * volume]; }
return sum * ${float(1 / channels)};
}`;

function keepCode({ derivatives, upstreamMap }: Features, perSample: boolean): string {
  const factors = [
    'scoreWeight',
    upstreamMap && 'upstream[job.map + group * volume + voxel]',
    perSample && 'perSample',
  ];
  const store = (map: number, value: string) =>
    `kept[keptIndex${map === 0 ? '' : ` + ${map === 1 ? '' : `${map} * `}job.keptVolume`}] = ${value};`;
  return lines(
    `let factor = ${factors.filter(Boolean).join(' * ')};
let keptIndex = (group * job.keptPlanes + zc % job.keptPlanes) * plane + y * job.width + x;
let keptA = select(0.0, a * factor, counted);
let keptI = select(0.0, betaI * factor, counted);`,
    store(0, 'keptA'),
    store(1, 'keptI'),
    store(2, 'select(0.0, keptA * meanJ - keptI * meanI, counted)'),
    derivatives === 'both' &&
      lines(
        'let keptJ = select(0.0, betaJ * factor, counted);',
        store(3, 'keptJ'),
        store(4, 'select(0.0, keptA * meanI - keptJ * meanJ, counted)'),
      ),
  );
}

/** Adds up the tile in a tree, in an order that is always the same. */
function reduceCode(tile: Tile): string {
  const threads = threadsOf(tile);
  const steps: string[] = [];
  for (let step = 2 ** Math.ceil(Math.log2(threads) - 1); step >= 1; step /= 2) {
    steps.push(
      `if (thread < ${step} && thread + ${step} < ${threads}) { sums_sums[thread] += sums_sums[thread + ${step}]; }\nworkgroupBarrier();`,
    );
  }
  return lines(
    'workgroupBarrier();\nsums_sums[thread] = vec4f(scoreSum, weightSum, 0.0, 0.0);\nworkgroupBarrier();',
    ...steps,
    `if (thread == 0) {
partials[job.partial + (i32(tile.z) * job.tilesY + i32(tile.y)) * job.tilesX + i32(tile.x)] = sums_sums[0].xy;
}`,
  );
}
