import { presets } from '@fast-lncc/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { PreparedLoss, Problem } from '../contenders/contender.ts';
import { prepareLossOf, startTensorflow } from './tensorflow.ts';

/** How the five window sums are formed: one convolution each, or one over all of them stacked. */
export type PlainForm = 'sequential' | 'grouped';

/**
 * The loss as users of TensorFlow.js write it, and as the paper's authors ran it: functions of TensorFlow.js, each of
 * which it differentiates by itself.
 *
 *     u = S / N    C = S_IJ − u_J S_I − u_I S_J + u_I u_J N    V = S_II − 2 u_I S_I + u_I² N    −mean( C² / (V_I V_J + 1e-5) )
 *
 * TensorFlow.js has no grouped 3-D convolution: Algorithm 2 stacks its maps along the batch.
 */
export async function preparePlainLoss(problem: Problem, form: PlainForm): Promise<PreparedLoss> {
  const tf = await startTensorflow(problem, 'tensorflow');
  const { window } = problem;
  const count = window ** 3;
  const filter = tf.ones<import('@tensorflow/tfjs-core').Rank.R5>([window, window, window, 1, 1]);
  const convolve = (map: Tensor) => tf.conv3d(map as Parameters<typeof tf.conv3d>[0], filter, 1, 'same') as Tensor;
  const sumsOf = (maps: Tensor[]) =>
    form === 'sequential' ? maps.map(convolve) : tf.split(convolve(tf.concat(maps, 0)), maps.length, 0);

  const evaluate = (moving: Tensor, fixed: Tensor) => {
    const maps = [moving, fixed, tf.square(moving), tf.square(fixed), tf.mul(moving, fixed)];
    const [I, J, II, JJ, IJ] = sumsOf(maps) as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const [meanI, meanJ] = [tf.div(I, count), tf.div(J, count)];
    const covariance = tf.add(
      tf.sub(tf.sub(IJ, tf.mul(meanJ, I)), tf.mul(meanI, J)),
      tf.mul(tf.mul(meanI, meanJ), count),
    );
    const varianceOf = (squares: Tensor, mean: Tensor, sum: Tensor) =>
      tf.add(tf.sub(squares, tf.mul(tf.mul(mean, sum), 2)), tf.mul(tf.square(mean), count));
    const product = tf.mul(varianceOf(II, meanI, I), varianceOf(JJ, meanJ, J));
    const score = tf.div(tf.square(covariance), tf.add(product, presets.fastlncc.stabilizer.product));
    return tf.neg(tf.mean(score)) as Scalar;
  };
  return prepareLossOf(tf, problem, { algorithm: form, evaluate, release: () => filter.dispose() });
}
