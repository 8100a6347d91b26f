import type { GoldenCase } from './golden-case.ts';

type Difference = { readonly reason: string; readonly ours: number | 'throws' | 'unrecorded' };

/** The loss this project returns in float64 for each committed case it does not reproduce and does not refuse. */
const recorded: Readonly<Record<string, number>> = {
  fastlncc_2d_channels3: -0.6414089581866631,
  fastlncc_3d_aniso_533: -0.7783946306783616,
  fireants_3d_gauss_k5: -0.8580092500515747,
  lapirn_multires_w7: -0.912933679964706,
  monaidev_3d_gauss_k5: -0.829041485800082,
  monaidev_3d_gauss_k9: -0.9105293374603532,
  vxm_2d_channels3: -0.6414089581866631,
};

/**
 * Why a case is not reproduced: the cases in which a published library raises, is wrong, or enlarges its grid. A case
 * added later falls under the same rules with its own number `unrecorded`.
 */
export function knownDifference(golden: GoldenCase): Difference | undefined {
  const reason = reasonOf(golden);
  if (reason === undefined) return undefined;
  const even = golden.window.some((extent) => extent % 2 === 0);
  return { reason, ours: even ? 'throws' : (recorded[golden.id] ?? 'unrecorded') };
}

function reasonOf({ peer, window, loss, arguments: given, id }: GoldenCase): string | undefined {
  if (window.some((extent) => extent % 2 === 0)) {
    return 'An even window has no center voxel; libraries shift it or enlarge their grid, each differently.';
  }
  if (loss === null) return 'The library raises; several channels are scored one by one here.';
  const anisotropic = new Set(window).size > 1;
  if (anisotropic && (peer === 'voxelmorph-torch' || peer === 'FastLNCC')) {
    return 'The library pads every axis by half the first extent and so scores another grid than the image.';
  }
  if (id.includes('multires')) return 'The multi-resolution sum is a composition of three losses, not one.';
  if (given.kernel_type === 'gaussian' && (peer === 'FireANTs' || peer === 'MONAI<=1.5')) {
    return 'The library cuts its gaussian from the left end of a longer kernel, so its center is off the voxel.';
  }
  return undefined;
}
