import { add, type Edge, type Graph, multiply, subtract } from '@fast-lncc/onnx';

/** One edge per corner of a cell: bit 2 of the index for D, bit 1 for H, bit 0 for W. */
export type Corners = readonly [Edge, Edge, Edge, Edge, Edge, Edge, Edge, Edge];

/** Positions between the corners along D, H, W, in [0, 1]. */
export type Fractions = readonly [Edge, Edge, Edge];

/** Linear interpolation along three axes, and its derivatives by the three fractions where they are asked for. */
export interface Trilinear {
  readonly value: Edge;
  slopes(): readonly [Edge, Edge, Edge];
}

export function trilinear(graph: Graph, corners: Corners, [alongD, alongH, alongW]: Fractions): Trilinear {
  const between = (low: Edge, difference: Edge, fraction: Edge) =>
    add(graph, low, multiply(graph, difference, fraction));
  const difference = (low: Edge, high: Edge) => subtract(graph, high, low);
  const differencesW = [0, 2, 4, 6].map((low) => difference(corners[low] as Edge, corners[low + 1] as Edge)) as Four;
  const lines = differencesW.map((slope, line) => between(corners[2 * line] as Edge, slope, alongW)) as Four;
  const differencesH = [difference(lines[0], lines[1]), difference(lines[2], lines[3])] as const;
  const planes = [between(lines[0], differencesH[0], alongH), between(lines[2], differencesH[1], alongH)] as const;
  const slopeD = difference(...planes);
  return {
    value: between(planes[0], slopeD, alongD),
    slopes() {
      const slopeH = between(differencesH[0], difference(...differencesH), alongD);
      const slopesW = [
        between(differencesW[0], difference(differencesW[0], differencesW[1]), alongH),
        between(differencesW[2], difference(differencesW[2], differencesW[3]), alongH),
      ] as const;
      return [slopeD, slopeH, between(slopesW[0], difference(...slopesW), alongD)];
    },
  };
}

type Four = [Edge, Edge, Edge, Edge];

/** The adjoint of the value: a gradient times the weight of every corner. */
export function cornerWeights(graph: Graph, gradient: Edge, fractions: Fractions): Corners {
  const parts = fractions.map((fraction) => [subtract(graph, 1, fraction), fraction] as const);
  const halves = parts.reduce<readonly Edge[]>(
    (products, part) => products.flatMap((product) => part.map((weight) => multiply(graph, product, weight))),
    [gradient],
  );
  return halves as unknown as Corners;
}
