import type { ResolvedDefinition } from '@fast-lncc/core';
import { type EvaluationKind, type Features, featuresOf } from '../features.ts';
import { type Geometry, geometryOf } from '../geometry.ts';
import { scoreConstantFields, totalConstantFields, totalFields } from '../shaders/fields.ts';
import { gradientBindings, gradientPayload, gradientShader } from '../shaders/gradient.ts';
import { bytesOf, type Payload } from '../shaders/payload.ts';
import { scoreConstants } from '../shaders/score-constants.ts';
import { scorePayload } from '../shaders/score-payload.ts';
import { keptMaps, scoreBindings, scoreShader } from '../shaders/scores.ts';
import { makeTable } from '../shaders/table.ts';
import { totalBindings, totalConstants, totalShader } from '../shaders/totals.ts';
import type { Dispatch, PlanLimits } from './dispatch.ts';
import { type MarchingKernel, marchingDispatches } from './marching.ts';
import { planPasses } from './passes.ts';
import { settleDispatches } from './settling.ts';
import { chooseTile } from './tile.ts';

/** Everything about one kind of evaluation that does not depend on a device or on values. */
export interface Plan {
  readonly features: Features;
  readonly dispatches: readonly Dispatch[];
  readonly table: Float32Array<ArrayBuffer>;
  /** Elements of the maps between the kernels, and pairs of partial sums. */
  readonly kept: number;
  readonly partials: number;
}

/**
 * The dispatches of one kind of evaluation: centers and scale, then scores and gradient in turn, and the loss.
 *
 * @throws UnsupportedOptionError where a dispatch goes beyond the limits of the device.
 */
export function planEvaluation(definition: ResolvedDefinition, kind: EvaluationKind, limits: PlanLimits): Plan {
  const geometry = geometryOf(definition);
  const features = featuresOf(definition, kind);
  const maps = keptMaps(features);
  const cut = planPasses(geometry, maps, limits);
  const slice = geometry.height.length * geometry.width.length;
  const kept = { planes: cut.keptPlanes, volume: cut.keptGroups * cut.keptPlanes * slice };
  const tileFor = (payload: Payload) => chooseTile(geometry, limits, bytesOf(payload.raw), bytesOf(payload.parts));
  const march = (kernel: MarchingKernel) => marchingDispatches(kernel, cut, geometry, kept, limits);
  const score = (scored: Features) => {
    const tile = tileFor(scorePayload(scored, geometry));
    const code = scoreShader(definition, geometry, scored, tile);
    const numbers = scoreConstants(definition, scored);
    const constants = scoreConstantFields.map((name) => numbers[name]);
    return march({ kernel: 'scores', code, bindings: scoreBindings(scored), tile, constants });
  };
  const scores = score(features);
  const settled = features.automaticCenters || maps > 0 ? settleDispatches(definition, geometry, features, limits) : [];
  const total = totalDispatch(definition, geometry, features, scores.partials);
  const plan = {
    features,
    table: makeTable(geometry, givenCenters(definition, kind)),
    kept: maps * kept.volume,
    partials: scores.partials,
  };
  if (maps === 0) return { ...plan, dispatches: [...settled, ...scores.dispatches.flat(), total] };
  const tile = tileFor(gradientPayload(features));
  const code = gradientShader(geometry, features, tile);
  const gradient = march({ kernel: 'gradient', code, bindings: gradientBindings(features), tile, constants: [] });
  const inTurn = scores.dispatches.map((dispatches, at) => [...dispatches, ...(gradient.dispatches[at] ?? [])]);
  if (!features.weighedMean) return { ...plan, dispatches: [...settled, ...inTurn.flat(), total] };
  // The scale of the gradient is known when all weights have been added up.
  if (cut.passes.length === 1) {
    return { ...plan, dispatches: [...settled, ...scores.dispatches.flat(), total, ...gradient.dispatches.flat()] };
  }
  const ahead = score({ ...features, derivatives: 'none', upstreamMap: false, map: false });
  return { ...plan, dispatches: [...settled, ...ahead.dispatches.flat(), total, ...inTurn.flat()] };
}

/** The centers of the definition; a gradient to the fixed image exchanges the images. */
function givenCenters({ center }: ResolvedDefinition, { gradients }: EvaluationKind): readonly [number, number] {
  if (typeof center === 'string') return [0, 0];
  return gradients === 'fixed' ? [center[1], center[0]] : [center[0], center[1]];
}

function totalDispatch(
  definition: ResolvedDefinition,
  geometry: Geometry,
  features: Features,
  partials: number,
): Dispatch {
  const integers = { partials };
  const floats = totalConstants(definition, geometry, features);
  return {
    kernel: 'totals',
    code: totalShader(features),
    workgroups: [1, 1, 1],
    block: {
      integers: totalFields.map((name) => integers[name]),
      floats: totalConstantFields.map((name) => floats[name]),
    },
    bindings: totalBindings(features).map(({ name, access }) => ({ name, access })),
  };
}
