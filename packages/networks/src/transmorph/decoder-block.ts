import { type Block, chain, onlyMap } from '../block.ts';
import { convolutionBlock } from './convolution-block.ts';

/** Trilinear upsampling, a skip beside it, and two convolutions (`DecoderBlock`). Parts: the coarse map, the skip. */
export function decoderBlock(name: string, inputs: number, skip: number, outputs: number): Block {
  const first = convolutionBlock(`${name}.conv1`, inputs + skip, outputs);
  const second = convolutionBlock(`${name}.conv2`, outputs, outputs);
  return {
    parameters: [...first.parameters, ...second.parameters],
    forward: (layers, take, parts) =>
      chain(layers, take, [layers.upsampleTrilinear(onlyMap(parts)), ...parts.slice(1)], first, second),
  };
}
