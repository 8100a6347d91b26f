import { describe, expect, test } from 'vitest';
import {
  expectGolden,
  type GoldenCase,
  type GoldenPlan,
  goldenLosses,
  planGoldenCase,
  readGoldenFolder,
  reproduceGolden,
} from '../../conformance/src/golden/index.ts';
import { evaluateReference, InvalidWindowError } from '../src/index.ts';

const planned = (await readGoldenFolder()).map((golden) => ({ golden, plan: planGoldenCase(golden), id: golden.id }));

const reproduce = (golden: GoldenCase, plan: GoldenPlan) =>
  reproduceGolden(golden, plan, async (evaluation) => evaluateReference(evaluation, evaluation.definition));

describe('the published libraries', () => {
  test('there are cases of every library', () => {
    expect(planned.length).toBeGreaterThanOrEqual(135);
    expect(new Set(planned.map(({ golden }) => golden.peer)).size).toBe(19);
  });

  test.each(planned.filter(({ plan }) => plan.difference === undefined))(
    '$id is reproduced',
    async ({ golden, plan }) => {
      const reproduction = await reproduce(golden, plan);
      expectGolden(golden, plan, reproduction);
      expect(Array.from(reproduction.gradients.moving ?? [Number.NaN]).every(Number.isFinite)).toBe(true);
      expect(Array.from(reproduction.gradients.fixed ?? [Number.NaN]).every(Number.isFinite)).toBe(true);
    },
  );

  const different = planned.filter(({ plan }) => plan.difference !== undefined);

  test.each(different)('$id differs for a known reason', async ({ golden, plan }) => {
    const { reason = '', ours } = plan.difference ?? {};
    expect(reason.length).toBeGreaterThan(40);
    if (ours === 'throws') {
      await expect(reproduce(golden, plan)).rejects.toThrow(InvalidWindowError);
      return;
    }
    const [loss = Number.NaN] = (await reproduce(golden, plan)).losses;
    const library = goldenLosses(golden);
    expect(Number.isFinite(loss)).toBe(true);
    if (ours === 'unrecorded') return;
    expect(Math.abs(loss - (ours ?? Number.NaN))).toBeLessThanOrEqual(plan.lossTolerance);
    for (const number of library) expect(Math.abs(number - loss)).toBeGreaterThan(1e-3);
  });

  test('the committed differences are these, each with both numbers', () => {
    const table = different.map(({ id, golden, plan }) => [id, golden.loss, plan.difference?.ours]);
    const committed = [
      ['fastlncc_2d_channels3', null, -0.6414089581866631],
      ['fastlncc_3d_aniso_533', -0.8295764065690892, -0.7783946306783616],
      ['fastlncc_3d_even_w4', -0.8301269168346221, 'throws'],
      ['fireants_3d_gauss_k5', -0.8595100613622726, -0.8580092500515747],
      ['lapirn_multires_w7', -1.640670313710528, -0.912933679964706],
      ['monaidev_3d_gauss_k5', -0.8326841211234643, -0.829041485800082],
      ['monaidev_3d_gauss_k9', -0.8962467652827923, -0.9105293374603532],
      ['neurite_2d_mixed_even', 0.7025506200678108, 'throws'],
      ['neurite_3d_even_w4', 0.8301269168346195, 'throws'],
      ['nodeo_3d_w4', null, 'throws'],
      ['vxm_2d_channels3', null, -0.6414089581866631],
      ['vxm_2d_even_w8', -0.7580081656050426, 'throws'],
      ['vxm_3d_even_w4', -0.8301269168346221, 'throws'],
      ['vxmtf_2d_even_w4', -0.6311779994542674, 'throws'],
    ];
    expect(table).toEqual(expect.arrayContaining(committed));
  });
});
