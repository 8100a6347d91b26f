import type { TrainingForm } from '@fast-lncc/conformance/training';
import { windowSumsAlgorithms } from '../../src/options.ts';

/** Every way to carry out the loss with window sums, the paper's two also as its authors ran them. */
export const trainingForms: readonly TrainingForm[] = [
  ...windowSumsAlgorithms.map((algorithm) => ({ algorithm, differentiation: 'analytic' as const })),
  { algorithm: 'sequential', differentiation: 'automatic' },
  { algorithm: 'grouped', differentiation: 'automatic' },
];
