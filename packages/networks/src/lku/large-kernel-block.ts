import { type Block, onlyMap } from '../block.ts';
import { cubicKernel, layerParameters, slopeParameter } from '../parameters.ts';

/** In the order of the authors' parameters. */
const branches = [
  { name: 'layer_regularKernel.0', extent: 3 },
  { name: 'layer_largeKernel.0', extent: 5 },
  { name: 'layer_oneKernel.0', extent: 1 },
] as const;

/**
 * The block that gives LKU-Net its name: convolutions of extent 3, 5 and 1 and the map itself, added, then a parametric
 * ReLU (`LK_encoder` of the IXI code, which has no batch normalization).
 */
export function largeKernelBlock(name: string, channels: number): Block {
  const slope = slopeParameter(`${name}.layer_nonlinearity`);
  return {
    parameters: [
      ...branches.flatMap((branch) =>
        layerParameters(
          `${name}.${branch.name}`,
          cubicKernel(channels, channels, branch.extent),
          channels * branch.extent ** 3,
          channels,
        ),
      ),
      slope,
    ],
    forward(layers, take, parts) {
      const taken = branches.map((branch) => ({
        weight: take(`${name}.${branch.name}.weight`),
        bias: take(`${name}.${branch.name}.bias`),
      }));
      return layers.parametricRelu(layers.residualConvolutions(onlyMap(parts), taken), take(slope.name));
    },
  };
}
