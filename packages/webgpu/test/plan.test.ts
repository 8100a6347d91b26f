import { type LnccDefinition, resolveDefinition, sizeOf, UnsupportedOptionError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import type { EvaluationKind } from '../src/features.ts';
import type { PlanLimits } from '../src/plan/dispatch.ts';
import { planEvaluation } from '../src/plan/plan.ts';
import { defaultLimits } from './default-limits.ts';
import { trafficOf, workgroupBytes } from './traffic.ts';

const brain = [1, 1, 160, 192, 224];

const planOf = (
  definition: LnccDefinition,
  shape: readonly number[],
  kind: Partial<EvaluationKind> = {},
  limits: Partial<PlanLimits> = {},
) =>
  planEvaluation(
    resolveDefinition(definition, shape),
    { gradients: 'moving', mask: false, map: false, upstreamMap: false, ...kind },
    { ...defaultLimits, ...limits },
  );

const perVoxel = (bytes: number, shape: readonly number[]) => bytes / sizeOf(shape);

describe('memory traffic at window 9', () => {
  test('loss and gradient to the moving image take 44 bytes per voxel, and one image of scratch at most', () => {
    const plan = planOf({}, brain);
    expect(perVoxel(trafficOf(plan).own, brain)).toBe(44);
    expect(perVoxel(trafficOf(plan).all, brain)).toBeLessThan(48);
    expect(plan.kept).toBeLessThanOrEqual(sizeOf(brain));
    expect(plan.dispatches.map(({ kernel }) => kernel)).toEqual([
      'settle',
      ...Array.from({ length: 4 }, () => ['scores', 'gradient']).flat(),
      'totals',
    ]);
  });

  test('the loss alone takes 8 bytes per voxel and no scratch', () => {
    const plan = planOf({}, brain, { gradients: 'none' });
    expect(trafficOf(plan)).toEqual({ own: 8 * sizeOf(brain), all: 8 * sizeOf(brain) });
    expect(plan.kept).toBe(0);
    expect(plan.dispatches.length).toBe(3);
  });

  test('a batch is cut into images: 44 bytes per voxel, nothing is read twice', () => {
    const shape = [2, 2, 128, 128, 128];
    const plan = planOf({}, shape);
    const traffic = trafficOf(plan);
    expect(traffic.all).toBe(traffic.own);
    expect(perVoxel(traffic.own, shape)).toBe(44);
    expect(plan.kept).toBeLessThanOrEqual(sizeOf(shape));
  });

  test('both gradients take 64 bytes', () => {
    expect(perVoxel(trafficOf(planOf({}, brain, { gradients: 'both' })).own, brain)).toBe(64);
  });

  test('a small image is four dispatches', () => {
    expect(planOf({}, [1, 1, 64, 64, 64]).dispatches.map(({ kernel }) => kernel)).toEqual([
      'settle',
      'scores',
      'gradient',
      'totals',
    ]);
  });
});

describe('default limits', () => {
  const kinds: Partial<EvaluationKind>[] = [
    { gradients: 'none' },
    { gradients: 'moving' },
    { gradients: 'both' },
    { gradients: 'both', mask: true, map: true, upstreamMap: true },
  ];
  const definitions: LnccDefinition[] = [
    ...[1, 3, 5, 9, 13, 21, 31].map((window) => ({ window })),
    { window: [3, 31, 9] },
    { window: 31, border: 'count', mask: { moments: true, score: 'dropWindows' }, reduction: 'none' },
    { window: 9, channels: 'together', mask: { score: 'dropWindows' } },
  ];
  test.each(definitions)('%j: workgroup memory, bindings, workgroups', (definition) => {
    for (const kind of kinds) {
      for (const shape of [brain, [1, 3, 40, 50, 60], [1, 1, 1, 300, 300]]) {
        for (const { code, bindings, workgroups } of planOf(definition, shape, kind).dispatches) {
          expect(workgroupBytes(code)).toBeLessThanOrEqual(16_384);
          expect(bindings.length).toBeLessThanOrEqual(8);
          expect(Math.max(...workgroups)).toBeLessThanOrEqual(65_535);
          for (const { size = 0, offset = 0 } of bindings) {
            expect(size).toBeLessThanOrEqual(2 ** 27);
            expect(offset % 256).toBe(0);
          }
        }
      }
    }
  });

  test('images beyond one binding are cut into chunks of planes', () => {
    const shape = [1, 1, 400, 512, 512];
    for (const gradients of ['none', 'both'] as const) {
      const { dispatches, kept } = planOf({}, shape, { gradients });
      for (const { bindings } of dispatches) {
        for (const { size = 0 } of bindings) expect(size).toBeLessThanOrEqual(2 ** 27);
      }
      expect(4 * kept).toBeLessThanOrEqual(2 ** 27);
    }
  });

  test('granted limits are used: larger tiles, fewer passes', () => {
    const granted = { maxComputeInvocationsPerWorkgroup: 1024, maxComputeWorkgroupStorageSize: 2 ** 15 };
    const scores = (limits: Partial<PlanLimits>) => planOf({}, brain, { gradients: 'none' }, limits).dispatches[1];
    expect(scores({})?.code).toContain('@workgroup_size(16, 8, 1)');
    expect(scores(granted)?.code).toContain('@workgroup_size(32, 8, 1)');
    const huge = [1, 1, 400, 512, 512];
    const passes = (limits: Partial<PlanLimits>) => planOf({}, huge, { gradients: 'none' }, limits).dispatches.length;
    expect(passes({ maxStorageBufferBindingSize: 2 ** 30, maxBufferSize: 2 ** 30 })).toBe(3);
    expect(passes({})).toBeGreaterThan(3);
  });

  test('planes beyond a binding are refused by name', () => {
    expect(() => planOf({}, [1, 1, 9, 8192, 8192])).toThrow(UnsupportedOptionError);
    expect(() => planOf({}, [1, 1, 9, 8192, 8192])).toThrow('maxStorageBufferBindingSize');
  });
});
