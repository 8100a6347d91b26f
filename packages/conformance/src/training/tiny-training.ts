import { type Network, voxelmorphNetwork } from '@fast-lncc/networks';

/** Small, with every layer verb of VoxelMorph in it. */
export const network: Network = voxelmorphNetwork('tiny', { encoder: [4], decoder: [4], extra: [4] });

/** `[D, H, W]` */
export const shape = [6, 8, 10];

/** An image of a ball, so many voxels to the right. */
export const ball = (shift: number): Float32Array =>
  Float32Array.from({ length: 6 * 8 * 10 }, (_, index) => {
    const [d, h, w] = [Math.floor(index / 80), Math.floor(index / 10) % 8, index % 10];
    const radius = Math.hypot(d - 2.5, h - 3.5, w - 4.5 - shift);
    return radius < 4 ? 0.6 + 0.3 * Math.cos(radius * 1.5 + 0.2 * h) : 0;
  });
