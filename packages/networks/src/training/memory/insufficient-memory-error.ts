import { formatShape, LnccError } from '@fast-lncc/core';

/** What {@link InsufficientMemoryError} tells. */
export interface MemoryShortage {
  readonly network: string;
  /** `[D, H, W]` */
  readonly shape: readonly number[];
  readonly predictedBytes: number;
  readonly availableBytes: number;
  /** The largest size of the same proportions that would fit; `undefined` where none would. */
  readonly fittingShape: readonly number[] | undefined;
}

/** A training would need more memory than there is, by prediction; nothing has been started. */
export class InsufficientMemoryError extends LnccError implements MemoryShortage {
  override readonly name = 'InsufficientMemoryError';
  readonly network: string;
  readonly shape: readonly number[];
  readonly predictedBytes: number;
  readonly availableBytes: number;
  readonly fittingShape: readonly number[] | undefined;

  constructor(shortage: MemoryShortage) {
    const { network, shape, predictedBytes, availableBytes, fittingShape } = shortage;
    const fitting = fittingShape === undefined ? 'no smaller size would fit' : `${formatShape(fittingShape)} would fit`;
    super(
      `A training step of ${network} at ${formatShape(shape)} is predicted to need ${inGiB(predictedBytes)}, ` +
        `and ${inGiB(availableBytes)} are available; ${fitting}. Crop or shrink the images, free memory, or allow more ` +
        'with memoryLimit, in bytes.',
    );
    this.network = network;
    this.shape = shape;
    this.predictedBytes = predictedBytes;
    this.availableBytes = availableBytes;
    this.fittingShape = fittingShape;
  }
}

const inGiB = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
