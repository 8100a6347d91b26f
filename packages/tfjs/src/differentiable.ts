import { type GradientSet, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Evaluation, ImageGradients, Method, Pass, Saved } from './method.ts';

type ImageName = Exclude<GradientSet, 'none' | 'both'>;

/**
 * The value of an evaluation as a custom gradient.
 *
 * `tf.customGrad` computes the gradients to all inputs of a node, wanted or not, and cannot tell which are. So the node
 * that computes the value takes scalars instead of the images: each image is the single input of a node that makes its
 * token, and each token the single input of a relay. TensorFlow.js drops both nodes of an image that needs no gradient.
 * Going back, the value's node comes first and brings what it saved; then the relays, which tell what is wanted; then the
 * nodes of the tokens, the first of which has all that is wanted computed at once.
 */
export function differentiable(evaluation: Evaluation, method: Method): tf.Tensor {
  const { moving, fixed, maskTensor, prepared } = evaluation;
  const names: ImageName[] = prepared === undefined ? ['moving', 'fixed'] : ['moving'];
  let back: WayBack | undefined;

  const tokens = names.map((name) =>
    customGradient([evaluation[name]], () => ({
      value: tf.scalar(0),
      gradient: () => [(back as WayBack).gradientTo(name)],
    })),
  );
  const relays = tokens.map((token, index) =>
    customGradient([token], () => ({
      value: tf.scalar(0),
      gradient: () => {
        back?.want(names[index] as ImageName);
        return [tf.scalar(0)];
      },
    })),
  );
  return customGradient(relays, (save) => {
    const pass = method.evaluate(evaluation);
    const images = [moving, fixed, ...(maskTensor === undefined ? [] : [maskTensor])];
    save([...images, ...pass.kept]);
    return {
      value: pass.value,
      gradient: (upstream, tensors) => {
        const [savedMoving, savedFixed, savedMask] = tensors as [tf.Tensor, tf.Tensor, tf.Tensor?];
        back = wayBack(pass, {
          moving: savedMoving,
          fixed: savedFixed,
          maskTensor: maskTensor === undefined ? undefined : savedMask,
          kept: tensors.slice(images.length),
          upstream,
        });
        return relays.map(() => tf.scalar(0));
      },
    };
  });
}

interface WayBack {
  want(name: ImageName): void;
  gradientTo(name: ImageName): tf.Tensor;
}

function wayBack(pass: Pass, saved: Saved): WayBack {
  const wanted = new Set<ImageName>();
  let gradients: ImageGradients | undefined;
  return {
    want: (name) => wanted.add(name),
    gradientTo(name) {
      gradients ??= tf.tidy(
        () => pass.gradients(saved, wanted.size === 2 ? 'both' : name) as tf.NamedTensorMap,
      ) as ImageGradients;
      return refuseSecondOrder(gradients[name] as tf.Tensor, saved);
    },
  };
}

interface CustomGradient {
  readonly value: tf.Tensor;
  /** One gradient per input. */
  readonly gradient: (upstream: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];
}

/** `tf.customGrad` with the `save` function apart from the inputs. */
function customGradient(
  inputs: readonly tf.Tensor[],
  compute: (save: (tensors: tf.Tensor[]) => void) => CustomGradient,
): tf.Tensor {
  return tf.customGrad((...parts) => {
    const { value, gradient } = compute(parts.at(-1) as (tensors: tf.Tensor[]) => void);
    return { value, gradFunc: gradient };
  })(...inputs);
}

/** The gradient, tied to what it depends on by a node that cannot be differentiated. */
function refuseSecondOrder(gradient: tf.Tensor, { moving, fixed, maskTensor, upstream, kept }: Saved): tf.Tensor {
  return customGradient([gradient, moving, fixed, upstream], () => ({
    value: tf.clone(gradient),
    gradient: () => {
      // TensorFlow.js frees what was saved for a gradient only when back-propagation ends normally.
      tf.dispose([moving, fixed, ...(maskTensor === undefined ? [] : [maskTensor]), ...kept]);
      throw new UnsupportedOptionError(
        'The gradient of lncc was itself differentiated, but LNCC has no second-order gradient. Compute the inner gradient before the outer tf.grad, so that it enters as a constant.',
      );
    },
  }));
}
