import { InvalidDataError } from '@fast-lncc/core';
import {
  assertLearningRate,
  momentNames,
  type OptimizerOptions,
  type ResolvedOptimizer,
  resolveOptimizer,
  stepFactors,
} from '@fast-lncc/networks/training';
import * as tf from '@tensorflow/tfjs-core';
import { updateVariable, zeroMoments } from './amsgrad-update.ts';

/** A tensor of an optimizer's state, as `getWeights` and `setWeights` of `tf.Optimizer` take it. */
export interface NamedTensor {
  name: string;
  tensor: tf.Tensor;
}

/** The moments of one variable, in the order of {@link momentNames}. */
interface Slot {
  readonly name: string;
  readonly moments: readonly tf.Variable[];
}

/**
 * AMSGrad (Reddi et al.), or Adam (Kingma and Ba) with the name `adam`, as PyTorch carries them out, for
 * `optimizer.minimize` like the optimizers of `tf.train`:
 *
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        (AMSGrad: v̂ ← max(v̂, v), in place of v below)
 *     θ ← θ − learningRate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
 *
 * The factors of step t are computed in float64. Moments belong to variables by name; those given to {@link setWeights} go
 * to the variables in the order in which they are first updated, as in `tf.train.adam`.
 *
 * @throws UnsupportedOptionError for unknown options or values outside their domain.
 */
export class AmsgradOptimizer extends tf.Optimizer {
  static get className(): string {
    return 'AmsgradOptimizer';
  }

  /** Of the next step; may be changed between steps. */
  learningRate: number;
  readonly #options: ResolvedOptimizer;
  #slots: Slot[] = [];
  /** From {@link setWeights}, not yet any variable's. */
  #unclaimed: (readonly tf.Variable[])[] = [];

  constructor(options: OptimizerOptions = {}) {
    super();
    this.#options = resolveOptimizer(options);
    this.learningRate = this.#options.learningRate;
  }

  /** @throws UnsupportedOptionError for a learning rate that is negative or not finite. */
  override applyGradients(gradients: tf.NamedTensorMap | NamedTensor[]): void {
    assertLearningRate(this.learningRate);
    const factors = stepFactors(this.#options, this.iterations + 1, this.learningRate);
    const named = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor] as const)
      : Object.entries(gradients);
    for (const [name, gradient] of named) {
      const variable = tf.engine().registeredVariables[name];
      if (gradient == null || variable === undefined) continue;
      updateVariable(variable, this.#slotOf(variable).moments, gradient, this.#options, factors);
    }
    this.incrementIterations();
  }

  #slotOf(variable: tf.Variable): Slot {
    const { name } = variable;
    const known = this.#slots.find((slot) => slot.name === name);
    if (known !== undefined) return known;
    const moments = this.#unclaimed.shift() ?? zeroMoments(variable, momentNames(this.#options));
    const slot = { name, moments };
    this.#slots.push(slot);
    return slot;
  }

  /** The step count and, moment by moment, those of every variable, named `<variable>/<moment>`. */
  override async getWeights(): Promise<NamedTensor[]> {
    const all = [...this.#slots, ...this.#unclaimed.map((moments, index) => ({ name: `unclaimed${index}`, moments }))];
    const moments = momentNames(this.#options).flatMap((moment, index) =>
      all.map((slot) => ({ name: `${slot.name}/${moment}`, tensor: slot.moments[index] as tf.Tensor })),
    );
    return [await this.saveIterations(), ...moments];
  }

  /**
   * @param weights What {@link getWeights} gave; they are copied.
   * @throws InvalidDataError unless there is a step count and the same number of each moment.
   */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    const kinds = momentNames(this.#options).length;
    const variables = (weights.length - 1) / kinds;
    if (!(Number.isInteger(variables) && variables >= 0)) {
      throw new InvalidDataError(
        `${weights.length} tensors are no state of ${this.#options.name}; give the step count and ${kinds} moments per variable.`,
      );
    }
    const moments = await this.extractIterations(weights);
    this.#disposeMoments();
    this.#unclaimed = Array.from({ length: variables }, (_, index) =>
      Array.from({ length: kinds }, (_, kind) => copyOf(moments[kind * variables + index]?.tensor as tf.Tensor)),
    );
  }

  /** Frees the moments. */
  override dispose(): void {
    super.dispose();
    this.#disposeMoments();
  }

  #disposeMoments(): void {
    for (const { moments } of this.#slots) tf.dispose([...moments]);
    for (const moments of this.#unclaimed) tf.dispose([...moments]);
    this.#slots = [];
    this.#unclaimed = [];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...this.#options, learningRate: this.learningRate };
  }

  static override fromConfig<Type extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<Type>,
    config: tf.serialization.ConfigDict,
  ): Type {
    return new cls(config);
  }
}

const copyOf = (tensor: tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(tf.clone(tensor), false));
