import type { Layers } from './layers.ts';

/**
 * The displacement of a stationary velocity after one unit of time, by scaling and squaring: `u = v / 2ᵀ`, then T times
 * `u(p) ← u(p) + u(p + u(p))`, sampled trilinearly and clamped to the grid. Invertible where the velocity is smooth.
 *
 * @param velocity `[1, 3, D, H, W]`, in voxels per unit of time.
 * @param squarings T; LKU-Net trains with 7.
 * @returns A displacement in voxels.
 *
 * Source: Arsigny et al., A Log-Euclidean Framework for Statistics on Diffeomorphisms (2006).
 */
export function integrateVelocity<T>(layers: Layers<T>, velocity: T, squarings = 7): T {
  const scale = 2 ** -squarings;
  let displacement = layers.scaleChannels(velocity, [scale, scale, scale]);
  for (let squaring = 0; squaring < squarings; squaring++) {
    displacement = layers.add(displacement, layers.warp(displacement, displacement, 'clamp'));
  }
  return displacement;
}
