import { UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { customGradient } from './custom-gradient.ts';

/** A value, and its gradients to those of the inputs that are asked for. */
export interface SelectivePass {
  readonly value: tf.Tensor;
  /** Tensors that the way back needs. */
  readonly kept: readonly tf.Tensor[];
  /**
   * @param kept The `kept` of the pass.
   * @param wanted Indices of inputs.
   * @param release Frees the upstream or a kept tensor that is not needed any more, as far as nobody else may need it.
   * @returns Tensors of their own, not the upstream nor one that was kept.
   */
  readonly gradients: (
    upstream: tf.Tensor,
    kept: readonly tf.Tensor[],
    wanted: ReadonlySet<number>,
    release: (used: tf.Tensor) => void,
  ) => Gradients;
}

/** By index of the input; those that are not wanted are not read. */
type Gradients = readonly (tf.Tensor | undefined)[];

/**
 * The value of a pass as a custom gradient that computes only what is wanted, all of it at once.
 *
 * `tf.customGrad` computes the gradients to all inputs of a node, wanted or not, and cannot tell which are. So the node
 * that computes the value takes scalars instead of the inputs: each input is the single one of a node that makes its
 * token, and each token the single one of a relay. TensorFlow.js drops both nodes of an input that needs no gradient.
 * Going back, the value's node comes first and brings what it kept; then the relays, which tell what is wanted; then the
 * nodes of the tokens, the first of which has all that is wanted computed at once.
 *
 * TensorFlow.js frees what was kept, and every gradient on the way, when back-propagation has ended; here they go as soon
 * as they have been used.
 *
 * @param name Whose gradient it is, in the error of a second-order gradient.
 */
export function selectiveGradient(name: string, inputs: readonly tf.Tensor[], compute: () => SelectivePass): tf.Tensor {
  let back: WayBack | undefined;
  const tokens = inputs.map((input, index) =>
    customGradient([input], () => ({
      value: tf.scalar(0),
      gradient: () => [(back as WayBack).gradientTo(index)],
    })),
  );
  const relays = tokens.map((token, index) =>
    customGradient([token], () => ({
      value: tf.scalar(0),
      gradient: () => {
        back?.want(index);
        return [tf.scalar(0)];
      },
    })),
  );
  const inputIds = inputs.map(({ id }) => id);
  const value: tf.Tensor = customGradient(relays, (save) => {
    const pass = compute();
    save([...pass.kept]);
    return {
      value: pass.value,
      gradient: (upstream, kept) => {
        back = wayBack({ name, pass, inputIds, valueId: value.id, upstream, kept });
        return relays.map(() => tf.scalar(0));
      },
    };
  });
  return value;
}

interface WayBack {
  want(index: number): void;
  gradientTo(index: number): tf.Tensor;
}

interface Reached {
  readonly name: string;
  readonly pass: SelectivePass;
  readonly inputIds: readonly number[];
  readonly valueId: number;
  readonly upstream: tf.Tensor;
  readonly kept: readonly tf.Tensor[];
}

/** By gradient that was made here: the tensor it is for. Only the node of that tensor reads it. */
const madeFor = new WeakMap<tf.Tensor, number>();

function wayBack({ name, pass, inputIds, valueId, upstream, kept }: Reached): WayBack {
  const wanted = new Set<number>();
  let gradients: Gradients | undefined;
  const computeAll = (): Gradients => {
    // An outer gradient would come this way once more.
    const isLast = !tf.engine().isTapeOn();
    const release = (used: tf.Tensor) => {
      if (isLast && (used !== upstream || madeFor.get(upstream) === valueId)) used.dispose();
    };
    const compute = () => tf.tidy(() => [...pass.gradients(upstream, kept, wanted, release)] as tf.Tensor[]);
    const gradients: Gradients = isLast ? compute() : unrecorded(upstream, compute);
    if (!isLast) return gradients.map((gradient) => gradient && refuseSecondOrder(name, gradient, upstream, kept));
    for (const [index, gradient] of gradients.entries()) {
      if (gradient !== undefined) madeFor.set(gradient, inputIds[index] as number);
    }
    for (const used of [upstream, ...kept]) release(used);
    return gradients;
  };
  return {
    want: (index) => wanted.add(index),
    gradientTo(index) {
      gradients ??= computeAll();
      return gradients[index] as tf.Tensor;
    },
  };
}

/**
 * Tensors that no tape has seen being computed. Kernels with registered gradients have an outer tape keep their inputs,
 * for a gradient that is refused; TensorFlow.js frees those only when back-propagation ends normally.
 *
 * @param input Any tensor: a custom gradient needs one.
 */
function unrecorded(input: tf.Tensor, compute: () => Gradients): Gradients {
  let kept: Gradients = [];
  const done = customGradient([input], () => {
    kept = compute().map((tensor) => tensor && tf.keep(tensor));
    return { value: tf.scalar(0), gradient: () => [tf.zerosLike(input)] };
  });
  done.dispose();
  return kept.map((tensor) => {
    const result = tensor && tf.clone(tensor);
    tensor?.dispose();
    return result;
  });
}

/** The gradient, tied to what it depends on by a node that cannot be differentiated. */
function refuseSecondOrder(
  name: string,
  gradient: tf.Tensor,
  upstream: tf.Tensor,
  kept: readonly tf.Tensor[],
): tf.Tensor {
  return customGradient([gradient, upstream, ...kept], () => ({
    value: tf.clone(gradient),
    gradient: () => {
      // TensorFlow.js frees what was saved for a gradient only when back-propagation ends normally.
      tf.dispose([...kept]);
      throw new UnsupportedOptionError(
        `The gradient of ${name} was itself differentiated, but ${name} has no second-order gradient. Compute the inner gradient before the outer tf.grad, so that it enters as a constant.`,
      );
    },
  }));
}
