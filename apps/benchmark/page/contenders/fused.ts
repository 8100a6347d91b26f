import { presets } from '@fast-lncc/core';
import { createLncc } from '@fast-lncc/webgpu';
import type { DeviceProblem } from '../device/problem.ts';
import type { PageContender } from '../measuring/contender.ts';
import { prepareRecorded } from './recorded.ts';

const fusedWith = (id: 'fused' | 'fused-loss', gradient: boolean): PageContender<DeviceProblem> => ({
  id,
  prepare: (problem) =>
    prepareRecorded(problem, gradient, async ({ loss, gradient: gradientMoving }) => {
      const { device, size, window, images } = problem;
      const lncc = await createLncc({ device, shape: [1, 1, ...size], ...presets.fastlncc, window });
      return {
        record: (encoder) => lncc.record(encoder, { ...images, loss, ...(gradient && { gradientMoving }) }),
        dispose: lncc.dispose,
      };
    }),
});

/** The kernel of `@fast-lncc/webgpu`. */
export const fusedLoss = fusedWith('fused-loss', false);
export const fused = fusedWith('fused', true);
