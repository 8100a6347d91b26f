import { convolution, type Edge, type Graph, reshape } from '@fast-lncc/onnx';
import type { Stacking } from './contract.ts';
import { samePads } from './same-pads.ts';

/** ONE convolution that filters every channel of a stack with the same weights, of odd extents; the size stays. */
export function sharedConvolution(
  graph: Graph,
  stacked: Edge,
  weights: Float32Array,
  extents: readonly number[],
  stacking: Stacking,
): Edge {
  const [batch = 1, channels = 1, ...spatial] = stacked.shape;
  const pads = samePads(extents.map((extent) => (extent - 1) / 2));
  if (stacking === 'batch') {
    const images = reshape(graph, stacked, [batch * channels, 1, ...spatial]);
    const kernel = graph.constant(weights, [1, 1, ...extents]);
    return reshape(graph, convolution(graph, images, kernel, { pads }), stacked.shape);
  }
  const repeated = new Float32Array(channels * weights.length);
  for (let channel = 0; channel < channels; channel++) repeated.set(weights, channel * weights.length);
  const kernel = graph.constant(repeated, [channels, 1, ...extents]);
  return convolution(graph, stacked, kernel, { group: channels, pads });
}
