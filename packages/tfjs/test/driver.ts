import type { BackendDriver } from '@fast-lncc/conformance';
import {
  type LnccDefinition,
  LnccError,
  type LnccEvaluator,
  type LnccRequest,
  type PreparedFixed as PreparedArray,
  resolveDefinition,
  ShapeMismatchError,
  sizeOf,
} from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { type LnccOptions, lncc, type PreparedFixed, prepareFixed, type TfjsAlgorithm } from '../src/index.ts';

/**
 * The tensor functions as the evaluator of arrays that the conformance suite takes, on the active backend. Values are
 * read asynchronously, the only way that every backend has.
 *
 * @param backend Shown in the names of the tests.
 */
export function tfjsDriver(backend: string, algorithms: readonly TfjsAlgorithm[]): BackendDriver {
  return {
    name: `tfjs (${backend})`,
    precision: 'float32',
    algorithms,
    denseAlgorithms: ['sequential', 'grouped'],
    knownGaps: {},
    create: async ({ definition, shape, algorithm }) => createEvaluator(definition, shape, algorithm as TfjsAlgorithm),
  };
}

interface PreparedTensor extends PreparedArray<Float32Array> {
  readonly tensor: PreparedFixed;
}

interface Computed {
  readonly value: tf.Tensor;
  readonly map?: tf.Tensor;
  readonly gradients: tf.NamedTensorMap;
}

const isPrepared = (fixed: Float32Array | PreparedArray<Float32Array>): fixed is PreparedTensor => 'tensor' in fixed;

function createEvaluator(
  definition: LnccDefinition,
  shape: readonly number[],
  algorithm: TfjsAlgorithm,
): LnccEvaluator<Float32Array> {
  const resolved = resolveDefinition(definition, shape);
  const options: LnccOptions = { ...definition, algorithm };
  const masked = (mask: Float32Array | undefined, name = 'mask'): LnccOptions =>
    mask === undefined ? options : { ...options, maskTensor: toTensor(mask, shape, name) };
  let disposed = false;
  const assertUsable = () => {
    if (disposed) throw new LnccError('This evaluator was disposed.');
  };
  const compute = (request: LnccRequest<Float32Array>) =>
    tf.tidy(() => {
      const moving = toTensor(request.moving, shape, 'moving');
      const prepared = isPrepared(request.fixed) ? request.fixed.tensor : undefined;
      const fixed = prepared ?? toTensor(request.fixed as Float32Array, shape, 'fixed');
      const call = masked(prepared?.maskTensor === undefined ? request.mask : undefined);
      const wanted = request.gradients ?? 'none';
      if (prepared !== undefined && (wanted === 'fixed' || wanted === 'both')) {
        throw new LnccError('A prepared fixed image has no gradient.');
      }
      const names = wanted === 'both' ? (['moving', 'fixed'] as const) : wanted === 'none' ? [] : ([wanted] as const);
      const images = names.map((name) => (name === 'moving' ? moving : (fixed as tf.Tensor)));
      const upstream = upstreamTensor(request.upstream, resolved);
      const value = names.length === 0 ? lncc(moving, fixed, call) : undefined;
      const found =
        value === undefined
          ? tf.valueAndGrads(() => lncc(moving, fixed, call))(images, upstream)
          : { value, grads: [] };
      const map =
        request.map === true && resolved.reduction !== 'none'
          ? lncc(moving, fixed, { ...call, reduction: 'none' })
          : found.value;
      return {
        value: found.value,
        ...(request.map === true || resolved.reduction === 'none' ? { map: toArrayOrder(map) } : {}),
        gradients: Object.fromEntries(
          names.map((name, index) => [name, toArrayOrder(found.grads[index] as tf.Tensor)]),
        ) as tf.NamedTensorMap,
      } as never;
    }) as Computed;
  const evaluate = async (request: LnccRequest<Float32Array>) => {
    const { value, map, gradients } = compute(request);
    const result = {
      loss: (await read(value)).reduce((sum, score) => sum + score, 0),
      ...(map === undefined ? {} : { map: await read(map) }),
      gradients: Object.fromEntries(
        await Promise.all(Object.entries(gradients).map(async ([name, image]) => [name, await read(image)])),
      ),
    };
    tf.dispose([value, gradients, ...(map === undefined ? [] : [map])] as tf.TensorContainer);
    return result as never;
  };
  const dispose = async () => {
    disposed = true;
  };
  return {
    definition: resolved,
    algorithm,
    evaluate: async (request) => {
      assertUsable();
      return evaluate(request);
    },
    prepareFixed: async (image, mask) => {
      assertUsable();
      const tensor = tf.tidy(
        () => prepareFixed(toTensor(image, shape, 'fixed'), masked(mask)) as never,
      ) as PreparedFixed;
      const prepared: PreparedTensor = { definition: resolved, image, tensor, dispose: async () => tensor.dispose() };
      return prepared;
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** `[batch, channels, ...spatial]` to the channels-last tensor. */
function toTensor(values: Float32Array, shape: readonly number[], name: string): tf.Tensor {
  if (values.length !== sizeOf(shape)) {
    throw new ShapeMismatchError(
      `${name} has ${values.length} elements, but the shape [${shape}] holds ${sizeOf(shape)}.`,
    );
  }
  const axes = shape.map((_, axis) => axis);
  return tf.transpose(tf.tensor(values, [...shape]), [0, ...axes.slice(2), 1]);
}

/** The channels-last tensor as `[batch, channels, ...spatial]`. */
function toArrayOrder(image: tf.Tensor): tf.Tensor {
  const last = image.rank - 1;
  const axes = image.shape.map((_, axis) => axis);
  return tf.transpose(image, [0, last, ...axes.slice(1, last)]);
}

const read = (tensor: tf.Tensor) => tensor.data() as Promise<Float32Array>;

function upstreamTensor(
  upstream: number | Float32Array | undefined,
  { reduction, mapShape }: LnccEvaluator<Float32Array>['definition'],
): tf.Tensor | undefined {
  if (upstream === undefined && reduction !== 'none') return undefined;
  if (upstream === undefined || typeof upstream === 'number') {
    const [batch = 1, channels = 1, ...spatial] = mapShape;
    return reduction === 'none' ? tf.fill([batch, ...spatial, channels], upstream ?? 1) : tf.scalar(upstream ?? 1);
  }
  if (reduction !== 'none')
    throw new ShapeMismatchError(`upstream is a map, but reduction '${reduction}' gives a number.`);
  return toTensor(upstream, mapShape, 'upstream');
}
