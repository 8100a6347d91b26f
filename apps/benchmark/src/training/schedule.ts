import type { Network } from '@fast-lncc/networks';
import { constantRate, type LearningRateSchedule, polynomialDecay } from '@fast-lncc/networks/training';

const rate = 1e-4;
/** The decay is that of the authors' 500 epochs, of which the paper's experiment runs the first five. */
const decayEpochs = 500;

/** The authors' learning rates: LKU-Net's stays, the others' decays over 500 epochs. */
export const scheduleOf = ({ name }: Network, epochs: number): LearningRateSchedule =>
  name.startsWith('lku')
    ? constantRate(rate)
    : polynomialDecay({ initial: rate, epochs: Math.max(decayEpochs, epochs) });
