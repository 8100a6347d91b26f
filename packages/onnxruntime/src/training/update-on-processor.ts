import { updateParameters } from '@fast-lncc/networks/training';
import type { OrtModule } from '../runtime.ts';
import type { TrainingModel } from './training-models.ts';
import type { Update, UpdateOptions } from './update.ts';

/**
 * Parameters and moments in arrays, updated in place: the model of a step takes the parameters and gives their gradient. What
 * goes into a session and comes out of it is copied, so that moments stay out.
 */
export function updateOnProcessor(ort: OrtModule, model: TrainingModel, { optimizer, vectors }: UpdateOptions): Update {
  let current = vectors;
  const own = (name: string) => current[name] as Float32Array;
  return {
    model,
    get parameters() {
      const parameters = own('parameters');
      return new ort.Tensor('float32', parameters, [parameters.length]);
    },
    stepFeeds: () => ({}),
    apply({ gradient }, factors) {
      const { parameters, ...moments } = current as { parameters: Float32Array };
      updateParameters({ parameters, moments }, gradient?.data as Float32Array, optimizer, factors);
    },
    discard: () => undefined,
    read: async (name) => own(name),
    write: (written) => {
      current = written;
    },
    dispose: () => {
      current = {};
    },
  };
}
