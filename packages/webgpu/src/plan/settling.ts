import type { ResolvedDefinition } from '@fast-lncc/core';
import type { Features } from '../features.ts';
import type { Geometry } from '../geometry.ts';
import { settleFields } from '../shaders/fields.ts';
import { centerSamples, settleBindings, settleShader } from '../shaders/settle.ts';
import { tableOffsets } from '../shaders/table.ts';
import { knownDivisor, signOf } from '../shaders/totals.ts';
import { type Dispatch, imageNames, type PlanLimits } from './dispatch.ts';
import { rangeOf } from './ranges.ts';

/**
 * The dispatches that settle scale and centers: for as many groups at a time as a binding holds, from the middle of a group
 * that is larger than one.
 */
export function settleDispatches(
  definition: ResolvedDefinition,
  geometry: Geometry,
  features: Features,
  limits: PlanLimits,
): Dispatch[] {
  const { groups, channels, voxels } = geometry;
  const code = settleShader(features);
  const floats = [signOf(definition) / knownDivisor(definition, geometry)];
  const size = channels * voxels;
  const bindable = Math.floor((limits.maxStorageBufferBindingSize - limits.minStorageBufferOffsetAlignment) / 4);
  const seen = Math.min(size, bindable);
  const atOnce = features.automaticCenters
    ? Math.max(1, Math.min(Math.floor(bindable / size), limits.maxComputeWorkgroupsPerDimension, groups))
    : groups;
  const step = Math.max(1, Math.floor(seen / centerSamples)) | 1;
  const dispatches: Dispatch[] = [];
  for (let group = 0; group < groups; group += atOnce) {
    const taken = Math.min(atOnce, groups - group);
    const begin = group * size + Math.floor((size - seen) / 2);
    const { start, range } = rangeOf(begin, begin, begin + (taken - 1) * size + seen, limits);
    const fields = {
      group,
      image: start,
      stride: size,
      step,
      samples: Math.ceil(seen / step),
      centers: tableOffsets(geometry).centers + 2 * group,
    };
    dispatches.push({
      kernel: 'settle',
      code,
      workgroups: [features.automaticCenters ? taken : 1, 1, 1],
      block: { integers: settleFields.map((name) => fields[name]), floats },
      bindings: settleBindings(features).map(({ name, access }) => ({
        name,
        access,
        ...(imageNames.has(name) ? range : {}),
      })),
    });
  }
  return dispatches;
}
