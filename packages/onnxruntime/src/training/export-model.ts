import { formatShape } from '@fast-lncc/core';
import type { Network } from '@fast-lncc/networks';
import { chooseVariant, flatLayout, flatten, unflatten } from '@fast-lncc/networks/training';
import { createGraph, createTape } from '@fast-lncc/onnx';
import { createGraphLayers } from './graph-layers.ts';

/** What {@link exportModel} takes. */
export interface ExportOptions {
  readonly network: Network;
  /** The network with its output integrated as a velocity, as in training. Default false. */
  readonly diffeomorphic?: boolean;
  /** `[D, H, W]` */
  readonly shape: readonly number[];
  /** By the authors' parameter names, as `Trainer.weights` and `loadStateDict` return them. */
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/**
 * A trained network as the bytes of an .onnx file that any ONNX runtime takes, in any language:
 *
 * - inputs `moving`, `fixed`: float32 `[1, 1, D, H, W]`;
 * - outputs `displacement` `[1, 3, D, H, W]`, in voxels, channel order D, H, W, and `warped` `[1, 1, D, H, W]`, the moving
 *   image at `p + displacement(p)`: what `Trainer.evaluate` returns.
 *
 * The weights are initializers under the authors' names, without those that nothing uses. The operators are those of the
 * default domain (opset 20).
 *
 * @throws ShapeMismatchError for a size the network cannot take, or weights that are missing, unknown or of another length;
 * UnsupportedOptionError for a network without a diffeomorphic form.
 */
export function exportModel(options: ExportOptions): Uint8Array {
  const { shape, weights } = options;
  const network = chooseVariant(options);
  const layout = flatLayout(network.parameters(shape));
  const complete = unflatten(layout, flatten(layout, weights));
  const description =
    `Registration with ${network.name} at ${formatShape(shape)}: the displacement is in voxels, in the order D, H, W; ` +
    'warped is the moving image at p + displacement(p).';
  const graph = createGraph({ name: network.name, description });
  const moving = graph.input('moving', [1, 1, ...shape]);
  const fixed = graph.input('fixed', [1, 1, ...shape]);
  const parameters = layout.specifications.map(({ name, shape, isUnused }) =>
    // Runtimes complain of initializers that no node reads; what no node reads may be any edge.
    isUnused ? moving : graph.initializer(name, complete[name] as Float32Array, shape),
  );
  // Nothing is tracked, so that no step is kept for a way back.
  const layers = createGraphLayers(createTape(graph));
  const { displacement, warped } = graph.scope(network.name, () => network.forward(layers, parameters, moving, fixed));
  graph.output(displacement, 'displacement');
  graph.output(warped, 'warped');
  return graph.toModel();
}
