import { type Edge, gather, reshape, type Tape, transpose } from '@fast-lncc/onnx';

/** The offsets 000, 100, 010, 001, 110, 011, 101, 111 along D, H, W as binary numbers, and their inverse. */
const order = [0b000, 0b100, 0b010, 0b001, 0b110, 0b011, 0b101, 0b111];
const inverse = order.map((_, binary) => order.indexOf(binary));

/** Every 2×2×2 voxels as one, their channels one after the other. */
export function mergePatchesStep(tape: Tape, map: Edge): Edge {
  const { graph } = tape;
  const [, channels = 1, ...grid] = map.shape;
  const [depth = 1, height = 1, width = 1] = grid.map((length) => length / 2);
  const apart = transpose(graph, reshape(graph, map, [channels, depth, 2, height, 2, width, 2]), [2, 4, 6, 0, 1, 3, 5]);
  const ordered = gather(graph, reshape(graph, apart, [8, channels, depth * height * width]), order, 0);
  const output = reshape(graph, ordered, [1, 8 * channels, depth, height, width]);
  return tape.record(output, [map], (gradient, give) => {
    const parts = gather(graph, reshape(graph, gradient, [8, channels, depth * height * width]), inverse, 0);
    const beside = transpose(
      graph,
      reshape(graph, parts, [2, 2, 2, channels, depth, height, width]),
      [3, 4, 0, 5, 1, 6, 2],
    );
    give(map, reshape(graph, beside, map.shape));
  });
}
