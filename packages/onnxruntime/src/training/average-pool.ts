import { averagePool, convolution, type Edge, reshape, scale, type Tape } from '@fast-lncc/onnx';
import { interleave } from './interleave.ts';

/**
 * The mean over 3×3×3 voxels around every second one, zeros outside counted. Its adjoint is a convolution of every channel by
 * itself: a coarse voxel reaches the even position it is at, and the odd ones on both sides.
 */
export function averagePoolStep(tape: Tape, map: Edge): Edge {
  const { graph } = tape;
  const output = averagePool(graph, map, [3, 3, 3], { strides: 2, pads: 1, countIncludePad: true });
  return tape.record(output, [map], (gradient, give) => {
    const [, channels = 1, depth = 1, height = 1, width = 1] = gradient.shape;
    // Every channel an image of its own.
    const images = reshape(graph, gradient, [channels, 1, depth, height, width]);
    const kernel = graph.constant(parityKernels(), [8, 1, 2, 2, 2]);
    const parities = convolution(graph, images, kernel, { pads: [0, 0, 0, 1, 1, 1] });
    give(map, scale(graph, interleave(graph, parities, { channels, depth, height, width }), 1 / 27));
  });
}

/** By parity of the fine position: an even one is reached by its own voxel, an odd one by its own and the next. */
const parityKernels = (): Float32Array =>
  Float32Array.from({ length: 64 }, (_, index) => {
    const [parity, tap] = [index >> 3, index & 7];
    return (tap & ~parity) === 0 ? 1 : 0;
  });
