import {
  assertLength,
  assertMask,
  LnccError,
  type LnccEvaluator,
  type LnccRequest,
  oneOf,
  resolveDefinition,
  ShapeMismatchError,
  sizeOf,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { chooseAlgorithm } from './choose-algorithm.ts';
import { createPreparedFixed, fixedSessionState } from './fixed-states.ts';
import { buildEvaluation, type EvaluationVariant } from './lncc-model.ts';
import { type GraphExecution, type GraphOptions, splitOptions } from './options.ts';
import { buildPreparation } from './prepare-model.ts';
import { assertExecution } from './probe-provider.ts';
import { mainProvider, type OrtModule, pickSession, type SessionExecution } from './runtime.ts';
import { createSessionPool } from './session-pool.ts';

/** Options of {@link createLncc}. */
export type CreateLnccOptions = Omit<GraphOptions, 'provider'> &
  SessionExecution & {
    /** `onnxruntime-node` or `onnxruntime-web`, as imported. */
    readonly ort: OrtModule;
    /** `[batch, channels, ...spatial]` */
    readonly shape: readonly number[];
  };

/**
 * An LNCC of one definition and shape on ONNX Runtime. Arrays are float32, C order, `[batch, channels, ...spatial]`;
 * `map` has one channel where the window spans the channels. One session is made per set of inputs and outputs asked
 * for, when it is first needed. Concurrent evaluations are safe.
 *
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, MissingRuntimeError before any work starts.
 */
export async function createLncc(options: CreateLnccOptions): Promise<LnccEvaluator<Float32Array>> {
  const { ort, shape, executionProviders, threads, cpuFallback, ...rest } = options;
  const session = pickSession(options);
  const { definition, execution } = splitOptions(rest, []);
  const resolved = resolveDefinition(definition, shape);
  const provider = mainProvider(session);
  const algorithm = chooseAlgorithm(execution.algorithm ?? 'auto', resolved, provider);
  await assertExecution(ort, session);
  const fixedExecution: GraphExecution = { ...execution, algorithm, provider };
  const pool = createSessionPool(ort, session);
  const tensor = (data: Float32Array, dimensions: readonly number[]) =>
    new ort.Tensor('float32', data, [...dimensions]);
  const evaluator: LnccEvaluator<Float32Array> = {
    definition: resolved,
    algorithm,
    async evaluate(request) {
      pool.assertOpen();
      const { variant, feeds } = readRequest(request);
      const model = () => buildEvaluation(definition, shape, fixedExecution, variant);
      const outputs = await pool.run(JSON.stringify(variant), model, feeds);
      return {
        loss: dataOf(outputs, 'loss')[0] as number,
        ...(variant.map ? { map: dataOf(outputs, 'map') } : {}),
        gradients: {
          ...(outputs.gradient_moving ? { moving: dataOf(outputs, 'gradient_moving') } : {}),
          ...(outputs.gradient_fixed ? { fixed: dataOf(outputs, 'gradient_fixed') } : {}),
        },
      };
    },
    async prepareFixed(fixed, mask) {
      pool.assertOpen();
      assertLength('fixed', fixed.length, shape);
      if (mask !== undefined) assertMask(mask, shape);
      const feeds = { fixed: tensor(fixed, shape), ...(mask === undefined ? {} : { mask: tensor(mask, shape) }) };
      const model = () => buildPreparation(definition, shape, fixedExecution, mask !== undefined);
      const state = await pool.run(`prepare ${mask !== undefined}`, model, feeds);
      return createPreparedFixed(resolved, fixed, { tensors: state, mask });
    },
    dispose: () => pool.dispose(),
    [Symbol.asyncDispose]: () => pool.dispose(),
  };
  return evaluator;

  function readRequest(request: LnccRequest<Float32Array>): {
    variant: EvaluationVariant;
    feeds: Record<string, Tensor>;
  } {
    const { moving, fixed, mask, upstream, gradients = 'none', map = resolved.reduction === 'none' } = request;
    oneOf('gradients', gradients, ['none', 'moving', 'fixed', 'both']);
    assertLength('moving', moving.length, shape);
    const prepared = fixed instanceof Float32Array ? undefined : fixed;
    const image = fixed instanceof Float32Array ? fixed : fixed.image;
    assertLength('fixed', image.length, shape);
    if (mask !== undefined) assertMask(mask, shape);
    if (prepared !== undefined && (gradients === 'fixed' || gradients === 'both')) {
      throw new UnsupportedOptionError(
        `A prepared fixed image yields no gradient to itself, but gradients is '${gradients}'; pass the image instead.`,
      );
    }
    const checked = upstreamTensor(upstream);
    const weights = gradients === 'none' ? undefined : checked;
    return {
      variant: {
        gradients,
        mask: mask !== undefined,
        upstream: weights !== undefined,
        map,
        prepared: prepared !== undefined,
      },
      feeds: {
        moving: tensor(moving, shape),
        fixed: tensor(image, shape),
        ...(mask && { mask: tensor(mask, shape) }),
        ...(weights && { upstream: weights }),
        ...(prepared && fixedSessionState(prepared, resolved, mask).tensors),
      },
    };
  }

  /** A number becomes a scalar or, with reduction `none`, a constant map: what the graph takes. */
  function upstreamTensor(upstream: number | Float32Array | undefined): Tensor | undefined {
    if (upstream === undefined) return undefined;
    const isMap = resolved.reduction === 'none';
    if (typeof upstream === 'number') {
      return isMap
        ? tensor(new Float32Array(sizeOf(resolved.mapShape)).fill(upstream), resolved.mapShape)
        : tensor(Float32Array.of(upstream), []);
    }
    if (!isMap) {
      throw new ShapeMismatchError(
        `upstream is an array, but reduction '${resolved.reduction}' gives one number; pass a number or use reduction 'none'.`,
      );
    }
    assertLength('upstream', upstream.length, resolved.mapShape);
    return tensor(upstream, resolved.mapShape);
  }
}

function dataOf(outputs: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const data = (outputs[name] as Tensor | undefined)?.data;
  if (!(data instanceof Float32Array)) throw new LnccError(`ONNX Runtime returned no '${name}'.`);
  return data;
}
