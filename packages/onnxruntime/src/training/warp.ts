import { sizeOf } from '@fast-lncc/core';
import {
  concat,
  type Edge,
  expand,
  type Graph,
  gather,
  multiply,
  pad,
  reduceSum,
  reshape,
  scatterAdd,
  slice,
  type Tape,
  wait,
} from '@fast-lncc/onnx';
import { type Located, locateCorners, planSampling, type Sampling, withMargin } from './locate-corners.ts';
import { type Corners, cornerWeights, trilinear } from './trilinear.ts';

/**
 * Trilinear sampling of an image at `p + displacement(p)` in voxels, with exact gradients to both: to the displacement from
 * the differences between corners, to the image by adding each voxel's gradient to its eight corners.
 *
 * Sources: TransMorph's `SpatialTransformer` (`zero`), LKU-Net's `DiffeomorphicTransform` (`clamp`); their normalization to
 * [−1, 1] and back cancels.
 */
export function warpStep(tape: Tape, image: Edge, displacement: Edge, outside: 'zero' | 'clamp' = 'zero'): Edge {
  const { graph } = tape;
  const sampling = planSampling(image.shape.slice(2), outside);
  const located = locateCorners(graph, displacement, sampling);
  const sampled = trilinear(graph, readCorners(graph, image, located, sampling), located.fractions);
  const output = reshape(graph, sampled.value, image.shape);
  return tape.record(output, [image, displacement], (upstream, give) => {
    const [, channels = 1, ...spatial] = image.shape;
    const gradient = reshape(graph, upstream, [channels, sizeOf(spatial)]);
    if (!tape.needs(image)) {
      const slopes = sampled.slopes().map((slope) => sumChannels(graph, multiply(graph, slope, gradient)));
      give(displacement, asDisplacement(graph, located, slopes, displacement.shape));
      return;
    }
    // An image with a gradient is one of many (scaling and squaring): its cells are found again, not kept.
    const again = locateCorners(graph, wait(graph, displacement, upstream), sampling);
    if (tape.needs(displacement)) {
      const corners = readCorners(graph, image, again, sampling).map((corner) =>
        sumChannels(graph, multiply(graph, corner, gradient)),
      ) as unknown as Corners;
      const slopes = trilinear(graph, corners, again.fractions).slopes();
      give(displacement, asDisplacement(graph, again, slopes, displacement.shape));
    }
    give(image, spreadToCorners(graph, gradient, again, sampling));
  });
}

/** The image at the corners of every voxel's cell, each `[channels, voxels]`. */
function readCorners(graph: Graph, image: Edge, { indices }: Located, sampling: Sampling): Corners {
  const [, channels = 1] = image.shape;
  const { margin } = sampling;
  const edges = [0, 0, margin, margin, margin];
  const padded = margin === 0 ? image : pad(graph, image, edges, edges);
  const flat = reshape(graph, padded, [channels, -1]);
  return indices.map((index) => gather(graph, flat, index, 1)) as unknown as Corners;
}

/** `[channels, voxels]` → `[1, voxels]` */
const sumChannels = (graph: Graph, map: Edge): Edge => (map.shape[0] === 1 ? map : reduceSum(graph, map, [0], true));

/** Gradients by the three components of the position, as one of the displacement. */
function asDisplacement(graph: Graph, located: Located, slopes: readonly Edge[], shape: readonly number[]): Edge {
  const components = slopes.map((slope, axis) => located.cutOff(slope, axis));
  return reshape(graph, concat(graph, components, 0), shape);
}

/** The adjoint of reading the corners and interpolating: `[1, channels, D, H, W]`. */
function spreadToCorners(graph: Graph, gradient: Edge, { indices, fractions }: Located, sampling: Sampling): Edge {
  const [channels = 1, voxels = 1] = gradient.shape;
  const { spatial, margin } = sampling;
  const padded = withMargin(sampling);
  const paddedVoxels = sizeOf(padded);
  // ScatterElements, not ScatterND: the latter adds from several threads at once and loses summands.
  const total = cornerWeights(graph, gradient, fractions).reduce<Edge>(
    (sum, weighted, corner) => {
      const index = expand(graph, reshape(graph, indices[corner] as Edge, [1, voxels]), [channels, voxels]);
      return scatterAdd(graph, sum, index, weighted, 1);
    },
    expand(graph, graph.constant(0, []), [channels, paddedVoxels]),
  );
  const volume = reshape(graph, total, [1, channels, ...padded]);
  if (margin === 0) return volume;
  const first = spatial.map(() => margin);
  const last = spatial.map((length) => length + margin);
  return slice(graph, volume, [2, 3, 4], first, last);
}
